package main

import (
	"context"
	"crypto/tls"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"kaname/app"
	"kaname/kit/db"
	"kaname/migrations"
)

// dataFlag adds -data; KANAME_DATABASE_URL, where set, names a PostgreSQL database instead.
func dataFlag(f *flag.FlagSet) *string {
	return f.String("data", "data/kaname", "データのフォルダー（KANAME_DATABASE_URL があればPostgreSQL）")
}

// where is the database behind a data folder.
func where(data string) (string, error) {
	if url := os.Getenv("KANAME_DATABASE_URL"); url != "" {
		return url, nil
	}
	if err := os.MkdirAll(data, 0o700); err != nil {
		return "", fmt.Errorf("データのフォルダーを作れません: %w", err)
	}
	return filepath.Join(data, "kaname.db"), nil
}

// openHouse opens the database, brings it up to date and builds the house.
func openHouse(ctx context.Context, data string, c app.Config) (*app.House, error) {
	at, err := where(data)
	if err != nil {
		return nil, err
	}
	d, err := db.Open(at)
	if err != nil {
		return nil, err
	}
	if _, err := d.Migrate(ctx, migrations.Files); err != nil {
		d.Close()
		return nil, err
	}
	return app.New(c, d), nil
}

func parse(f *flag.FlagSet, args []string) error {
	if err := f.Parse(args); err != nil {
		return errUsage
	}
	return nil
}

func serve(ctx context.Context, args []string) error {
	f := flag.NewFlagSet("serve", flag.ContinueOnError)
	addr := f.String("addr", "127.0.0.1:8080", "待ち受ける所")
	data := dataFlag(f)
	cert := f.String("tls-cert", "", "証明書のファイル（PEM）")
	key := f.String("tls-key", "", "秘密鍵のファイル（PEM）")
	proxy := f.Bool("behind-proxy", false, "前のプロキシーの X-Forwarded-Proto を信じる")
	address := f.String("address", "", "来庁者のスマートフォンから見える所（例 https://koe.example.jp）。掲示のQRに入る")
	if err := parse(f, args); err != nil {
		return err
	}
	slog.SetDefault(slog.New(slog.NewJSONHandler(os.Stderr, nil)))
	h, err := openHouse(ctx, *data, app.Config{TrustProxy: *proxy, Address: *address})
	if err != nil {
		return err
	}
	defer h.DB.Close()
	return listen(ctx, h, *addr, *cert, *key)
}

// listen serves until ctx ends, then lets what is being answered finish.
func listen(ctx context.Context, h *app.House, addr, cert, key string) error {
	ln, err := net.Listen("tcp", addr)
	if err != nil {
		return fmt.Errorf("%s で待ち受けられません。ほかのプログラムが使っていないか確かめるか、-addr を変えてください: %w", addr, err)
	}
	scheme := "http"
	srv := &http.Server{Handler: h.Handler(), ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 60 * time.Second, WriteTimeout: 120 * time.Second, IdleTimeout: 120 * time.Second}
	if cert != "" || key != "" {
		pair, err := tls.LoadX509KeyPair(cert, key)
		if err != nil {
			return fmt.Errorf("証明書か鍵を読めません: %w", err)
		}
		ln = tls.NewListener(ln, &tls.Config{Certificates: []tls.Certificate{pair}, MinVersion: tls.VersionTLS12})
		scheme = "https"
	}
	founded, err := h.People.Founded(ctx)
	if err != nil {
		return err
	}
	if founded {
		fmt.Printf("かなめ: %s://%s/\n", scheme, ln.Addr())
	} else {
		fmt.Printf("かなめ: はじめの設定をしてください  %s://%s/setup\n", scheme, ln.Addr())
	}
	h.Work(ctx)
	done := make(chan error, 1)
	go func() { done <- srv.Serve(ln) }()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
	}
	end, cancel := context.WithTimeout(context.Background(), 15*time.Second)
	defer cancel()
	if err := srv.Shutdown(end); err != nil && !errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return nil
}

func migrate(ctx context.Context, args []string) error {
	f := flag.NewFlagSet("migrate", flag.ContinueOnError)
	data := dataFlag(f)
	if err := parse(f, args); err != nil {
		return err
	}
	at, err := where(*data)
	if err != nil {
		return err
	}
	d, err := db.Open(at)
	if err != nil {
		return err
	}
	defer d.Close()
	n, err := d.Migrate(ctx, migrations.Files)
	if err == nil {
		fmt.Printf("%d段あたらしくしました。\n", n)
	}
	return err
}

func auditCommand(ctx context.Context, args []string) error {
	if len(args) == 0 || args[0] != "verify" {
		fmt.Fprintln(os.Stderr, "使い方: kaname audit verify [-data フォルダー]")
		return errUsage
	}
	f := flag.NewFlagSet("audit verify", flag.ContinueOnError)
	data := dataFlag(f)
	if err := parse(f, args[1:]); err != nil {
		return err
	}
	h, err := openHouse(ctx, *data, app.Config{})
	if err != nil {
		return err
	}
	defer h.DB.Close()
	n, broken, err := h.Audit.Verify(ctx)
	if err != nil {
		return err
	}
	if broken != nil {
		return errors.New(broken.Say)
	}
	fmt.Printf("記録 %d行は、書きかえも抜けもなくつながっています。\n", n)
	return nil
}
