package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"strings"

	"kaname/app"
	"kaname/area/goals"
	"kaname/area/plans"
	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/kit/fault"
	"kaname/people"
)

// system is the house itself as an actor: whoever runs the program holds its data anyway.
func system(ctx context.Context, h *app.House) people.Actor {
	return people.System(h.People.Instant(), h.Start())
}

// wardByCode finds a ward by its code.
func wardByCode(ctx context.Context, h *app.House, code string) (o people.Office, err error) {
	err = h.DB.Read(ctx, func(tx *db.Tx) error {
		o, err = people.OfficeByCode(ctx, tx, code, h.People.Instant().Date())
		return err
	})
	if fault.Of(err) == fault.NotFound || err == nil && o.Kind != "ward" {
		err = fault.New(fault.Invalid, "コード「"+code+"」の区がありません。kaname wards で確かめてください。")
	}
	return o, err
}

// surveyCommand: kaname survey results CODE --json
func surveyCommand(ctx context.Context, args []string) error {
	const usage = "使い方: kaname survey results コード --json [-data フォルダー]"
	f := flag.NewFlagSet("survey results", flag.ContinueOnError)
	data := dataFlag(f)
	f.Bool("json", true, "JSONで出す")
	if len(args) == 0 || args[0] != "results" {
		fmt.Fprintln(os.Stderr, usage)
		return errUsage
	}
	code, err := oneArg(f, args[1:], usage)
	if err != nil {
		return err
	}
	return within(ctx, *data, func(h *app.House) error {
		b, err := h.Surveys.ResultsJSON(ctx, system(ctx, h), code)
		return printJSON(b, err)
	})
}

// goalsCommand: kaname goals list --ward CODE --fy 2026 --json
func goalsCommand(ctx context.Context, args []string) error {
	f := flag.NewFlagSet("goals list", flag.ContinueOnError)
	data := dataFlag(f)
	ward := f.String("ward", "", "区のコード（空はすべて）")
	fy := f.String("fy", "", "年度（2026、R8、令和8年度）")
	f.Bool("json", true, "JSONで出す")
	if len(args) == 0 || args[0] != "list" {
		fmt.Fprintln(os.Stderr, "使い方: kaname goals list --ward コード --fy 2026 --json [-data フォルダー]")
		return errUsage
	}
	if err := parse(f, args[1:]); err != nil {
		return err
	}
	return within(ctx, *data, func(h *app.House) error {
		a := system(ctx, h)
		filter := goals.Filter{FY: a.FY}
		var err error
		if filter.FY, err = year(*fy, a.FY); err != nil {
			return err
		}
		if *ward != "" {
			o, err := wardByCode(ctx, h, *ward)
			if err != nil {
				return err
			}
			filter.WardID = o.ID
		}
		lines, err := h.Goals.List(ctx, a, filter)
		if err != nil {
			return err
		}
		b, err := goals.JSON(lines, h.Start())
		return printJSON(b, err)
	})
}

// standardsCommand: kaname standards list --fy 2026 --json
func standardsCommand(ctx context.Context, args []string) error {
	f := flag.NewFlagSet("standards list", flag.ContinueOnError)
	data := dataFlag(f)
	fy := f.String("fy", "", "年度（2026、R8、令和8年度）")
	f.Bool("json", true, "JSONで出す")
	if len(args) == 0 || args[0] != "list" {
		fmt.Fprintln(os.Stderr, "使い方: kaname standards list --fy 2026 --json [-data フォルダー]")
		return errUsage
	}
	if err := parse(f, args[1:]); err != nil {
		return err
	}
	return within(ctx, *data, func(h *app.House) error {
		a := system(ctx, h)
		of, err := year(*fy, a.FY)
		if err != nil {
			return err
		}
		b, err := h.Standards.ListJSON(ctx, a, of)
		return printJSON(b, err)
	})
}

// wardsCommand lists the wards with their codes.
func wardsCommand(ctx context.Context, args []string) error {
	f := flag.NewFlagSet("wards", flag.ContinueOnError)
	data := dataFlag(f)
	if err := parse(f, args); err != nil {
		return err
	}
	return within(ctx, *data, func(h *app.House) error {
		return h.DB.Read(ctx, func(tx *db.Tx) error {
			ws, err := people.Wards(ctx, tx, h.People.Instant().Date())
			for _, w := range ws {
				fmt.Printf("%s\t%s\n", w.Code, w.Name)
			}
			return err
		})
	})
}

// planCommand: kaname plan check FILE, kaname plan import --ward CODE --as NUMBER FILE
func planCommand(ctx context.Context, args []string) error {
	const usage = "使い方: kaname plan check ファイル\n        kaname plan import --ward コード [--as 職員番号] [--fy 年度] [-data フォルダー] ファイル\n        kaname plan template ファイル.xlsx"
	if len(args) == 0 {
		fmt.Fprintln(os.Stderr, usage)
		return errUsage
	}
	f := flag.NewFlagSet("plan "+args[0], flag.ContinueOnError)
	data := dataFlag(f)
	ward := f.String("ward", "", "区のコード")
	as := f.String("as", "", "取り込む人の職員番号（区の事務局）")
	fy := f.String("fy", "", "計画の1年目とする年度")
	file, err := oneArg(f, args[1:], usage)
	if err != nil {
		return err
	}
	switch args[0] {
	case "template":
		return planTemplate(file)
	case "check", "import":
	default:
		fmt.Fprintln(os.Stderr, usage)
		return errUsage
	}
	body, err := os.ReadFile(file)
	if err != nil {
		return fmt.Errorf("ファイルを読めません: %w", err)
	}
	plan, problems := plans.Parse(file, body)
	if len(problems) > 0 {
		for _, p := range problems {
			fmt.Fprintln(os.Stderr, p.String())
		}
		return fmt.Errorf("%s: なおす所が%dか所あります。何も取り込んでいません", file, len(problems))
	}
	if args[0] == "check" {
		fmt.Printf("%s 第%s版: よい形です。取組 %d件\n", plan.Title, plan.Version, len(plan.Initiatives(0)))
		return nil
	}
	return within(ctx, *data, func(h *app.House) error { return planImport(ctx, h, plan, file, body, *ward, *as, *fy) })
}

func planImport(ctx context.Context, h *app.House, plan plans.Plan, file string, body []byte, ward, as, fy string) error {
	o, err := wardByCode(ctx, h, ward)
	if err != nil {
		return err
	}
	var a people.Actor
	if as != "" {
		a, err = h.People.ActorByNumber(ctx, as)
	} else {
		a, err = h.People.SecretaryOf(ctx, o.ID)
	}
	if err != nil {
		return fmt.Errorf("取り込む人が決まりません（--as に区の事務局の職員番号を入れてください）: %w", err)
	}
	first, err := year(fy, a.FY)
	if err != nil {
		return err
	}
	rec, err := h.Plans.Import(ctx, a, plans.Upload{WardID: o.ID, FromFY: first, Name: file, Body: body}, false)
	if err != nil {
		return err
	}
	fmt.Printf("「%s」第%s版を%sに取り込みました。/plans/%s から、区で動かし始められます。\n", plan.Title, plan.Version, o.Name, rec.ID)
	return nil
}

func year(text string, now clock.FY) (clock.FY, error) {
	if strings.TrimSpace(text) == "" {
		return now, nil
	}
	return clock.ParseFY(text)
}

// within opens the house for one command.
func within(ctx context.Context, data string, do func(*app.House) error) error {
	h, err := openHouse(ctx, data, app.Config{})
	if err != nil {
		return err
	}
	defer h.DB.Close()
	return do(h)
}

func printJSON(b []byte, err error) error {
	if err != nil {
		return err
	}
	if !json.Valid(b) {
		return fmt.Errorf("JSONになりません")
	}
	_, err = fmt.Println(string(b))
	return err
}
