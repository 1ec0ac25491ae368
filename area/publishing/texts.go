package publishing

// said is a heading with its paragraph.
type said struct{ head, text word }

// howTexts say how to read the figures.
var howTexts = []said{
	{word{"だれの数か", "だれの {数|かず}か", "Whose figures these are"},
		word{"アンケートの割合は、窓口に来て答えてくださった人のうちの割合です。区民ぜんたいの割合ではありません。「受けていない」「わからない」と答えた人は除いて数えています。割合のそばには、必ず数えた人の数（n）を書いています。",
			"アンケートの {数|かず}は、{窓口|まどぐち}に {来|き}て {答|こた}えた {人|ひと}の {数|かず}です。{区|く}に {住|す}む {人|ひと} みんなの {数|かず}では ありません。「わからない」と {答|こた}えた {人|ひと}は {数|かぞ}えません。nは、{数|かぞ}えた {人|ひと}の {数|かず}です。",
			"Survey shares are of the visitors who answered at our counters, not of all residents. Those who answered \"not used\" or \"don't know\" are left out. The number counted (n) always stands beside a share."}},
	{word{"少ない人数の数", "{人|ひと}が {少|すく}ない とき", "Small numbers"},
		word{"数えた人が少ないと、1人の答えで割合が大きく動きます。人がわからないように、少なすぎる集計は出していません。",
			"{答|こた}えた {人|ひと}が {少|すく}ないと、{数|かず}が {大|おお}きく {変|か}わります。だれが {答|こた}えたか わからないように、とても {少|すく}ない {数|かず}は {書|か}きません。",
			"With few answers, one answer moves a share a long way. Counts too small to keep people anonymous are not published."}},
	{word{"端数", "{小|ちい}さい {数|かず}", "Rounding"},
		word{"端数の扱いは、ものさしごとに書いています。表やCSVの値は丸める前の数なので、足したり引いたりするときはそちらを使ってください。",
			"{小|ちい}さい {数|かず}を どう したかは、{測|はか}る ものごとに {書|か}いて います。",
			"How a figure is rounded stands with each measure. The CSV files hold the values before rounding."}},
	{word{"いつの数か", "いつの {数|かず}か", "When"},
		word{"ページのはじめに、いつまでに公表を決めた内容かを書いています。年度の途中の数は、年度の終わりの数とちがうことがあります。",
			"ページの {上|うえ}に、いつの {数|かず}か {書|か}いて います。{年度|ねんど}の {終|お}わりに {変|か}わる ことが あります。",
			"The head of each page says when its content was decided. Figures within a year may differ from those at its end."}},
	{word{"公表のしかた", "{出|だ}し{方|かた}", "How this is published"},
		word{"約束も結果も、受け持ちの所属長と区長が承認したものだけを載せています。できなかった約束も、理由とこれからすることを書いて、同じように載せます。個人の名前は載せません。",
			"{課長|かちょう}と {区長|くちょう}が よいと {言|い}った ものだけを {書|か}きます。できなかった {約束|やくそく}も {書|か}きます。{人|ひと}の {名前|なまえ}は {書|か}きません。",
			"Only what the section head and the ward head approved is shown. Promises that were not kept are shown in the same way, with the reason and what comes next. Nobody's name is shown."}},
}

// stateTexts say what each word of state means.
var stateTexts = map[string]word{
	"go": {"年度の途中です。まだ結果は出ていません。", "まだ {年度|ねんど}の {途中|とちゅう}です。", "The year is under way; there is no result yet."},
	"ok": {"約束したことができました。目ざす数があるものは、そこに届きました。", "{約束|やくそく}した ことが できました。", "What was promised was done; where there is an aim, it was reached."},
	"ng": {"年度のうちに届くのは難しい見込みです。理由とこれからを書いています。", "できるか どうか むずかしいです。{理由|りゆう}を {書|か}いて います。", "It will be hard to reach within the year. The reason and next steps are given."},
	"no": {"年度が終わり、届きませんでした。理由とこれからを書いています。", "できませんでした。{理由|りゆう}を {書|か}いて います。", "The year is over and the aim was not reached. The reason and next steps are given."},
	"re": {"年度の途中で、約束の中身を変えたか、取りやめました。", "{約束|やくそく}を {変|か}えたか、やめました。", "The promise was changed or given up within the year."},
}

// aboutTexts are the template of the accessibility statement; it claims no more than is known.
var aboutTexts = []said{
	{word{"めざすこと", "めざす こと", "What we aim for"},
		word{"日本産業規格 JIS X 8341-3:2016 の適合レベルAAに準拠することをめざしています。だれもが、どの機器でも読めるようにします。", "だれでも、どんな {機械|きかい}でも {読|よ}めるように します。（JIS X 8341-3:2016 AA）", "We aim to conform to level AA of JIS X 8341-3:2016 (the same as ISO/IEC 40500:2012, WCAG 2.0), so that everyone can read these pages on any device."}},
	{word{"対象の範囲", "どの ページか", "Scope"},
		word{"「約束と結果」のすべてのページ。CSVのファイルは、表計算ソフトや点字の機器で読める文字だけの形です。", "「{約束|やくそく}と {結果|けっか}」の ぜんぶの ページ", "All pages under \"Promises and results\". CSV files hold plain text only."}},
	{word{"試験の結果", "{調|しら}べた {結果|けっか}", "Test results"},
		word{"JISにもとづく試験は、これから行います。行ったら、試験の日・方法・結果をここに載せます。", "これから {調|しら}べます。", "Tests according to the standard are still to be carried out; their date, method and result will be given here."}},
	{word{"していること", "して いる こと", "What is done"},
		word{"見出しと表の構造、文字の大きさの変更、キーボードだけの操作、白黒の印刷、色だけに頼らない表し方に対応しています。図には、同じ数の表と、図を言葉にした文があります。スクリプトは使っていません。", "{図|ず}の {下|した}に {表|ひょう}が あります。{色|いろ}だけで {伝|つた}えません。キーボードだけで {使|つか}えます。", "Headings and tables are marked up, text can be enlarged, everything works by keyboard and in print. Each chart comes with a table and a sentence. Nothing relies on colour alone and there is no script."}},
	{word{"わかっている問題", "まだ できて いない こと", "Known limits"},
		word{"英語のページでも、ものさしの説明・図・区長の方針は日本語のままです。やさしい日本語の文がまだない約束があります。", "やさしい {日本語|にほんご}に なって いない {文|ぶん}が あります。", "On the English pages, definitions of measures, charts and the ward head's policy are in Japanese."}},
	{word{"読みにくいとき", "{読|よ}みにくい とき", "If something is hard to read"},
		word{"ページのいちばん下の問合せ先に知らせてください。ほかの形でお渡しします。", "ページの {下|した}に {書|か}いて ある {所|ところ}に {言|い}って ください。", "Tell the office named at the foot of the page; we will provide the content in another form."}},
}
