-- The whole schema, made from the migrations. For reading only: go test ./migrations -update writes it anew.

CREATE TABLE adoptions (
	id         TEXT PRIMARY KEY,
	plan_id    TEXT NOT NULL REFERENCES plans (id),
	ward_id    TEXT NOT NULL REFERENCES offices (id),
	from_fy    BIGINT NOT NULL,
	adopted_by TEXT NOT NULL,
	adopted_at TEXT NOT NULL,
	sample     BOOLEAN NOT NULL DEFAULT FALSE
);

CREATE INDEX adoptions_of_ward ON adoptions (ward_id);

CREATE UNIQUE INDEX adoptions_ward ON adoptions (plan_id, ward_id);

CREATE TABLE aims (
	id         TEXT PRIMARY KEY,
	ward_id    TEXT NOT NULL,
	office_id  TEXT NOT NULL REFERENCES offices (id),
	month      TEXT NOT NULL, -- YYYY-MM
	line1      TEXT NOT NULL,
	line2      TEXT NOT NULL,
	why        TEXT NOT NULL,
	together   BOOLEAN NOT NULL, -- chosen by all of them
	decided_by TEXT NOT NULL, -- else by whom
	goal_id    TEXT NOT NULL DEFAULT '', -- the goal it serves, in another room
	goal_name  TEXT NOT NULL DEFAULT '', -- as it read when it was linked
	goal_href  TEXT NOT NULL DEFAULT '',
	days       BIGINT, -- days on which it was kept, if anybody counted
	noticed    TEXT NOT NULL DEFAULT '', -- the one line of the look back
	looked_by  TEXT NOT NULL DEFAULT '',
	looked_at  TEXT NOT NULL DEFAULT '', -- '' while nobody has looked back
	sample     BOOLEAN NOT NULL DEFAULT FALSE,
	created_by TEXT NOT NULL,
	created_at TEXT NOT NULL,
	updated_by TEXT NOT NULL,
	updated_at TEXT NOT NULL,
	UNIQUE (office_id, month)
);

CREATE INDEX aims_goal ON aims (goal_id, month) WHERE goal_id <> '';

CREATE INDEX aims_ward ON aims (ward_id, month);

CREATE TABLE approval_steps (
	approval_id TEXT NOT NULL REFERENCES approvals (id),
	position    BIGINT NOT NULL,
	label       TEXT NOT NULL,
	role        TEXT NOT NULL,
	office_path TEXT NOT NULL,
	decision    TEXT NOT NULL DEFAULT '', -- approved, returned
	by_id       TEXT NOT NULL DEFAULT '',
	proxy       BOOLEAN NOT NULL DEFAULT FALSE, -- 代決
	reason      TEXT NOT NULL DEFAULT '',
	opened_at   TEXT NOT NULL DEFAULT '',
	at          TEXT NOT NULL DEFAULT '',
	PRIMARY KEY (approval_id, position)
);

CREATE TABLE approvals (
	id         TEXT PRIMARY KEY,
	kind       TEXT NOT NULL,
	subject    TEXT NOT NULL,
	ward_id    TEXT NOT NULL,
	title      TEXT NOT NULL,
	href       TEXT NOT NULL,
	changes    TEXT NOT NULL, -- JSON: [{label, before, after}]
	state      TEXT NOT NULL CHECK (state IN ('open', 'approved', 'returned', 'withdrawn')),
	asked_by   TEXT NOT NULL,
	asked_at   TEXT NOT NULL,
	ended_at   TEXT NOT NULL DEFAULT '',
	sample     BOOLEAN NOT NULL DEFAULT FALSE
);

CREATE INDEX approvals_open ON approvals (ward_id, asked_at) WHERE state = 'open';

CREATE INDEX approvals_subject ON approvals (kind, subject);

CREATE TABLE attachments (
	id      TEXT PRIMARY KEY,
	kind    TEXT NOT NULL,
	subject TEXT NOT NULL,
	by_id   TEXT NOT NULL REFERENCES staff (id),
	name    TEXT NOT NULL,
	alt     TEXT NOT NULL, -- what it shows, in words
	media   TEXT NOT NULL,
	size    BIGINT NOT NULL,
	body    BYTEA NOT NULL,
	at      TEXT NOT NULL,
	sample  BOOLEAN NOT NULL DEFAULT FALSE
);

CREATE INDEX attachments_subject ON attachments (kind, subject, at);

CREATE TABLE audit (
	seq       BIGINT PRIMARY KEY,
	at        TEXT NOT NULL,
	actor_id  TEXT NOT NULL,
	ward_id   TEXT NOT NULL,
	deed      TEXT NOT NULL, -- saw.* or a verb of the office
	kind      TEXT NOT NULL,
	subject   TEXT NOT NULL,
	detail    TEXT NOT NULL,
	prev_hash TEXT NOT NULL,
	hash      TEXT NOT NULL
);

CREATE INDEX audit_actor ON audit (actor_id, seq);

CREATE INDEX audit_subject ON audit (kind, subject, seq);

CREATE TABLE audit_head (
	id   BIGINT PRIMARY KEY CHECK (id = 1),
	seq  BIGINT NOT NULL,
	hash TEXT NOT NULL
);

CREATE TABLE calendar_changes (
	ward_id    TEXT NOT NULL,
	step       TEXT NOT NULL, -- a key of the program's steps, or an id of calendar_steps
	from_fy    BIGINT NOT NULL,
	to_fy      BIGINT NOT NULL,
	deed       TEXT NOT NULL CHECK (deed IN ('move', 'hide', 'restore')),
	from_month BIGINT NOT NULL DEFAULT 0,
	to_month   BIGINT NOT NULL DEFAULT 0,
	due        TEXT NOT NULL DEFAULT '',
	reason     TEXT NOT NULL,
	sample     BOOLEAN NOT NULL DEFAULT FALSE,
	by_id      TEXT NOT NULL,
	at         TEXT NOT NULL,
	PRIMARY KEY (ward_id, step, from_fy, to_fy)
);

CREATE TABLE calendar_done (
	ward_id TEXT NOT NULL,
	step    TEXT NOT NULL,
	fy      BIGINT NOT NULL,
	line    TEXT NOT NULL,
	sample  BOOLEAN NOT NULL DEFAULT FALSE,
	by_id   TEXT NOT NULL,
	at      TEXT NOT NULL,
	PRIMARY KEY (ward_id, step, fy)
);

CREATE TABLE calendar_steps (
	id         TEXT PRIMARY KEY,
	ward_id    TEXT NOT NULL, -- '' is the whole city
	lane       TEXT NOT NULL CHECK (lane IN ('city', 'ward', 'voice', 'people', 'news')),
	title      TEXT NOT NULL,
	note       TEXT NOT NULL,
	from_month BIGINT NOT NULL CHECK (from_month BETWEEN 1 AND 12),
	to_month   BIGINT NOT NULL CHECK (to_month BETWEEN 1 AND 12),
	due        TEXT NOT NULL DEFAULT '', -- MM-DD
	link       TEXT NOT NULL DEFAULT '', -- a room of the house
	from_fy    BIGINT NOT NULL,
	to_fy      BIGINT NOT NULL, -- 9999: every year from from_fy on
	sample     BOOLEAN NOT NULL DEFAULT FALSE,
	created_by TEXT NOT NULL,
	created_at TEXT NOT NULL,
	updated_by TEXT NOT NULL,
	updated_at TEXT NOT NULL
);

CREATE INDEX calendar_steps_ward ON calendar_steps (ward_id, from_fy, to_fy);

CREATE TABLE comments (
	id      TEXT PRIMARY KEY,
	kind    TEXT NOT NULL,
	subject TEXT NOT NULL,
	by_id   TEXT NOT NULL REFERENCES staff (id),
	text    TEXT NOT NULL,
	at      TEXT NOT NULL,
	sample  BOOLEAN NOT NULL DEFAULT FALSE
);

CREATE INDEX comments_subject ON comments (kind, subject, at);

CREATE TABLE deputies (
	id          TEXT PRIMARY KEY,
	role        TEXT NOT NULL,
	office_id   TEXT NOT NULL REFERENCES offices (id),
	deputy_id   TEXT NOT NULL REFERENCES staff (id),
	from_date   TEXT NOT NULL,
	to_date     TEXT NOT NULL,
	sample      BOOLEAN NOT NULL DEFAULT FALSE
);

CREATE TABLE drafts (
	owner    TEXT NOT NULL,
	form     TEXT NOT NULL,
	fields   TEXT NOT NULL, -- application/x-www-form-urlencoded
	saved_at TEXT NOT NULL,
	PRIMARY KEY (owner, form)
);

CREATE TABLE forms (
	subject_kind TEXT NOT NULL,
	subject_id   TEXT NOT NULL,
	form         TEXT NOT NULL, -- JSON: kit/questionnaire Form
	known        TEXT NOT NULL, -- JSON: the same, each question as it came from the bank or an earlier survey
	langs        TEXT NOT NULL DEFAULT '', -- the languages offered besides the original, with spaces between them
	reviewed     TEXT NOT NULL DEFAULT '{}', -- JSON by language: {by, reader, at}
	frozen_at    TEXT NOT NULL DEFAULT '',
	frozen_by    TEXT NOT NULL DEFAULT '',
	updated_by   TEXT NOT NULL REFERENCES staff (id),
	updated_at   TEXT NOT NULL,
	sample       BOOLEAN NOT NULL DEFAULT FALSE,
	PRIMARY KEY (subject_kind, subject_id)
);

CREATE TABLE goal_checkins (
	id         TEXT PRIMARY KEY,
	goal_id    TEXT NOT NULL REFERENCES goals (id),
	status     TEXT NOT NULL CHECK (status IN ('good', 'care', 'help', 'done', 'stopped', 'thinking')),
	line       TEXT NOT NULL,
	need       TEXT NOT NULL, -- 助けがほしい: what would move it on
	confidence TEXT NOT NULL CHECK (confidence IN ('', 'likely', 'even', 'hard')),
	by_id      TEXT NOT NULL,
	at         TEXT NOT NULL,
	sample     BOOLEAN NOT NULL DEFAULT FALSE
);

CREATE INDEX goal_checkins_goal ON goal_checkins (goal_id, at);

CREATE TABLE goal_endings (
	goal_id    TEXT PRIMARY KEY REFERENCES goals (id),
	decision   TEXT NOT NULL CHECK (decision IN ('continue', 'standard', 'end')),
	reason     TEXT NOT NULL,
	next_id    TEXT REFERENCES goals (id),
	by_id      TEXT NOT NULL,
	at         TEXT NOT NULL,
	sample     BOOLEAN NOT NULL DEFAULT FALSE
);

CREATE TABLE goal_links (
	goal_id TEXT NOT NULL REFERENCES goals (id),
	kind    TEXT NOT NULL CHECK (kind IN ('principle', 'standard', 'policy')),
	target  TEXT NOT NULL,
	name    TEXT NOT NULL, -- as it read when it was linked
	href    TEXT NOT NULL,
	PRIMARY KEY (goal_id, kind, target)
);

CREATE INDEX goal_links_target ON goal_links (kind, target);

CREATE TABLE goal_measures (
	id          TEXT PRIMARY KEY,
	goal_id     TEXT NOT NULL REFERENCES goals (id),
	position    BIGINT NOT NULL,
	name        TEXT NOT NULL,
	shape       TEXT NOT NULL CHECK (shape IN ('ratio', 'count', 'cadence', 'coverage', 'milestone', 'conditional')),
	unit        TEXT NOT NULL,
	up          BOOLEAN NOT NULL, -- bigger is better
	base_label  TEXT NOT NULL,
	base_kind   TEXT NOT NULL,
	period      TEXT NOT NULL,
	decimals    BIGINT NOT NULL CHECK (decimals BETWEEN 0 AND 2),
	rounding    TEXT NOT NULL CHECK (rounding IN ('half_up', 'down', 'up')),
	baseline    DOUBLE PRECISION,
	baseline_note TEXT NOT NULL,
	target      DOUBLE PRECISION,
	stretch     DOUBLE PRECISION,
	from_fy     BIGINT NOT NULL,
	due_fy      BIGINT NOT NULL,
	per         TEXT NOT NULL, -- cadence: day, week, month, year
	condition   TEXT NOT NULL, -- conditional: when it applies
	definition  TEXT NOT NULL,
	source      TEXT NOT NULL, -- '' by hand, else a reference that a joint understands
	sample      BOOLEAN NOT NULL DEFAULT FALSE,
	updated_at  TEXT NOT NULL
);

CREATE INDEX goal_measures_goal ON goal_measures (goal_id, position);

CREATE INDEX goal_measures_source ON goal_measures (source) WHERE source <> '';

CREATE TABLE goal_publications (
	goal_id     TEXT NOT NULL REFERENCES goals (id),
	what        TEXT NOT NULL CHECK (what IN ('goal', 'result')),
	approval_id TEXT NOT NULL,
	text        TEXT NOT NULL, -- JSON of what was approved
	at          TEXT NOT NULL,
	sample      BOOLEAN NOT NULL DEFAULT FALSE,
	PRIMARY KEY (goal_id, what)
);

CREATE TABLE goal_readings (
	id          TEXT PRIMARY KEY,
	measure_id  TEXT NOT NULL REFERENCES goal_measures (id),
	value       DOUBLE PRECISION NOT NULL,
	n           BIGINT NOT NULL,
	base_label  TEXT NOT NULL,
	from_date   TEXT NOT NULL,
	to_date     TEXT NOT NULL,
	as_of       TEXT NOT NULL,
	source      TEXT NOT NULL, -- what it was read from, in words
	href        TEXT NOT NULL,
	note        TEXT NOT NULL DEFAULT '',
	by_id       TEXT NOT NULL,
	at          TEXT NOT NULL,
	sample      BOOLEAN NOT NULL DEFAULT FALSE
);

CREATE UNIQUE INDEX goal_readings_auto ON goal_readings (measure_id, href, from_date) WHERE href <> '';

CREATE INDEX goal_readings_measure ON goal_readings (measure_id, to_date, at);

CREATE TABLE goal_reviews (
	goal_id    TEXT NOT NULL REFERENCES goals (id),
	stage      TEXT NOT NULL CHECK (stage IN ('mid', 'end')),
	doing      TEXT NOT NULL CHECK (doing IN ('', 'on', 'off')), -- 実施見込み・実施
	reach      TEXT NOT NULL CHECK (reach IN ('', 'on', 'off', 'none')), -- 達成見込み・達成
	summary    TEXT NOT NULL,
	issue      TEXT NOT NULL,
	remedy     TEXT NOT NULL,
	verdict    TEXT NOT NULL, -- what the rule said
	rule       TEXT NOT NULL, -- the rule and its version
	reason     TEXT NOT NULL, -- how the rule came to it, in words
	by_id      TEXT NOT NULL,
	at         TEXT NOT NULL,
	updated_at TEXT NOT NULL,
	sample     BOOLEAN NOT NULL DEFAULT FALSE,
	PRIMARY KEY (goal_id, stage)
);

CREATE TABLE goals (
	id          TEXT PRIMARY KEY,
	kind        TEXT NOT NULL CHECK (kind IN ('goal', 'initiative')),
	ward_id     TEXT NOT NULL,
	office_id   TEXT NOT NULL REFERENCES offices (id),
	parent_id   TEXT REFERENCES goals (id),
	fy          BIGINT NOT NULL,
	title       TEXT NOT NULL,
	words       TEXT NOT NULL,
	words_by    TEXT NOT NULL,
	situation   TEXT NOT NULL,
	owner_id    TEXT REFERENCES staff (id),
	partner_id  TEXT REFERENCES staff (id),
	plan_ref    TEXT NOT NULL DEFAULT '', -- adoption/item of the plan it came from
	from_id     TEXT REFERENCES goals (id), -- last year's goal
	sample      BOOLEAN NOT NULL DEFAULT FALSE,
	created_by  TEXT NOT NULL,
	created_at  TEXT NOT NULL,
	updated_by  TEXT NOT NULL,
	updated_at  TEXT NOT NULL
);

CREATE INDEX goals_from ON goals (from_id);

CREATE INDEX goals_office ON goals (office_id, fy);

CREATE INDEX goals_parent ON goals (parent_id);

CREATE UNIQUE INDEX goals_plan ON goals (plan_ref, fy, office_id) WHERE plan_ref <> '';

CREATE INDEX goals_ward ON goals (ward_id, fy, kind);

CREATE TABLE holidays (
	date TEXT PRIMARY KEY,
	name TEXT NOT NULL,
	open BOOLEAN NOT NULL DEFAULT FALSE -- TRUE: a special opening
);

CREATE TABLE import_traces (
	import_id  TEXT NOT NULL REFERENCES imports (id),
	kind       TEXT NOT NULL CHECK (kind IN ('office', 'person')),
	record_id  TEXT NOT NULL,
	label      TEXT NOT NULL,
	before_row TEXT NOT NULL, -- JSON; '' where the import added the record
	after_row  TEXT NOT NULL,
	PRIMARY KEY (import_id, kind, record_id)
);

CREATE TABLE imports (
	id         TEXT PRIMARY KEY,
	kind       TEXT NOT NULL CHECK (kind IN ('offices', 'staff')),
	name       TEXT NOT NULL, -- the file's name
	header     TEXT NOT NULL, -- JSON: the column heads as they stand in the file
	rows       TEXT NOT NULL, -- JSON: [{Line, Cells}]; emptied when the seven days are over
	columns    TEXT NOT NULL, -- JSON: for each column of ours the place in the file, from 0
	sure       BOOLEAN NOT NULL, -- the columns are matched
	state      TEXT NOT NULL CHECK (state IN ('waiting', 'applied', 'undone')),
	counts     TEXT NOT NULL DEFAULT '', -- JSON: what the application did
	by_id      TEXT NOT NULL REFERENCES staff (id),
	at         TEXT NOT NULL,
	applied_at TEXT NOT NULL DEFAULT '',
	undone_at  TEXT NOT NULL DEFAULT '',
	undone_by  TEXT NOT NULL DEFAULT ''
);

CREATE INDEX imports_at ON imports (at);

CREATE TABLE jobs (
	id          TEXT PRIMARY KEY,
	kind        TEXT NOT NULL,
	title       TEXT NOT NULL,
	args        TEXT NOT NULL,
	state       TEXT NOT NULL CHECK (state IN ('waiting', 'running', 'done', 'failed')),
	done        BIGINT NOT NULL DEFAULT 0,
	total       BIGINT NOT NULL DEFAULT 0,
	say         TEXT NOT NULL DEFAULT '',
	result      TEXT NOT NULL DEFAULT '', -- where to go when it is done
	tries       BIGINT NOT NULL DEFAULT 0,
	by_id       TEXT NOT NULL,
	at          TEXT NOT NULL,
	lease_until TEXT NOT NULL DEFAULT '',
	ended_at    TEXT NOT NULL DEFAULT ''
);

CREATE INDEX jobs_waiting ON jobs (state, at);

CREATE TABLE kiosk_open (
	form_key  TEXT PRIMARY KEY,
	kiosk_id  TEXT NOT NULL REFERENCES kiosks (id),
	survey_id TEXT NOT NULL REFERENCES surveys (id),
	lang      TEXT NOT NULL,
	marks     TEXT NOT NULL,
	at        TEXT NOT NULL
);

CREATE INDEX kiosk_open_kiosk ON kiosk_open (kiosk_id, at);

CREATE TABLE kiosk_sheets (
	form_key TEXT PRIMARY KEY,
	kiosk_id TEXT NOT NULL REFERENCES kiosks (id),
	day      TEXT NOT NULL,
	lang     TEXT NOT NULL,
	ending   TEXT NOT NULL CHECK (ending IN ('full', 'partial', 'repeated'))
);

CREATE INDEX kiosk_sheets_kiosk ON kiosk_sheets (kiosk_id, day);

CREATE TABLE kiosks (
	id         TEXT PRIMARY KEY,
	code       TEXT NOT NULL UNIQUE CHECK (length(code) >= 8),
	counter_id TEXT NOT NULL REFERENCES survey_counters (id), -- it asks what this counter's survey asks
	name       TEXT NOT NULL,
	pin        TEXT NOT NULL, -- salted hash of the number that leaves the kiosk
	lang       TEXT NOT NULL DEFAULT 'ja',
	dark       BOOLEAN NOT NULL DEFAULT FALSE, -- 画面を消す
	seen_at    TEXT NOT NULL DEFAULT '',
	waiting    BIGINT NOT NULL DEFAULT 0, -- answers it could not send yet
	recent     TEXT NOT NULL DEFAULT '', -- when its last full answers ended, for the rule about repeated presses; no answer bears it
	made_by    TEXT NOT NULL REFERENCES staff (id),
	made_at    TEXT NOT NULL,
	sample     BOOLEAN NOT NULL DEFAULT FALSE
);

CREATE INDEX kiosks_counter ON kiosks (counter_id);

CREATE TABLE municipality (
	id            BIGINT PRIMARY KEY CHECK (id = 1),
	name          TEXT   NOT NULL,
	fy_month      BIGINT NOT NULL CHECK (fy_month BETWEEN 1 AND 12),
	fy_day        BIGINT NOT NULL CHECK (fy_day BETWEEN 1 AND 28),
	levels        TEXT   NOT NULL, -- the city's words for the depths of its offices, comma-separated
	hide_below    BIGINT NOT NULL DEFAULT 10 CHECK (hide_below >= 4),
	has_sample    BOOLEAN NOT NULL DEFAULT FALSE,
	updated_at    TEXT   NOT NULL
, updated_by TEXT NOT NULL DEFAULT '');

CREATE TABLE notices (
	id       TEXT PRIMARY KEY,
	staff_id TEXT NOT NULL REFERENCES staff (id),
	text     TEXT NOT NULL,
	href     TEXT NOT NULL,
	at       TEXT NOT NULL,
	read_at  TEXT NOT NULL DEFAULT '',
	sample   BOOLEAN NOT NULL DEFAULT FALSE
);

CREATE INDEX notices_staff ON notices (staff_id, read_at, at);

CREATE TABLE office_successors (
	office_id    TEXT NOT NULL REFERENCES offices (id),
	successor_id TEXT NOT NULL REFERENCES offices (id),
	position     BIGINT NOT NULL,
	PRIMARY KEY (office_id, successor_id)
);

CREATE INDEX office_successors_heir ON office_successors (successor_id);

CREATE TABLE offices (
	id         TEXT PRIMARY KEY,
	code       TEXT NOT NULL,
	name       TEXT NOT NULL,
	level      TEXT NOT NULL,
	kind       TEXT NOT NULL CHECK (kind IN ('city', 'ward', 'office')),
	parent_id  TEXT REFERENCES offices (id),
	ward_id    TEXT NOT NULL, -- '' above the wards
	path       TEXT NOT NULL, -- /city/ward/.../self/
	sort       BIGINT NOT NULL DEFAULT 0,
	counter    BOOLEAN NOT NULL DEFAULT FALSE, -- serves visitors at a counter
	from_date  TEXT NOT NULL,
	to_date    TEXT NOT NULL DEFAULT '9999-12-31',
	successor_id TEXT REFERENCES offices (id),
	sample     BOOLEAN NOT NULL DEFAULT FALSE,
	updated_at TEXT NOT NULL
, updated_by TEXT NOT NULL DEFAULT '');

CREATE UNIQUE INDEX offices_code ON offices (code, from_date);

CREATE INDEX offices_parent ON offices (parent_id);

CREATE INDEX offices_ward ON offices (ward_id, sort);

CREATE TABLE plan_holds (
	adoption_id TEXT NOT NULL REFERENCES adoptions (id),
	key         TEXT NOT NULL,
	fy          BIGINT NOT NULL,
	reason      TEXT NOT NULL,
	by_id       TEXT NOT NULL,
	at          TEXT NOT NULL,
	sample      BOOLEAN NOT NULL DEFAULT FALSE,
	PRIMARY KEY (adoption_id, key, fy)
);

CREATE TABLE plan_items (
	plan_id       TEXT NOT NULL REFERENCES plans (id),
	key           TEXT NOT NULL,
	level         TEXT NOT NULL,
	title         TEXT NOT NULL,
	runs          BOOLEAN NOT NULL,
	first_version TEXT NOT NULL,
	last_version  TEXT NOT NULL,
	ended_fy      BIGINT NOT NULL DEFAULT 0,
	ended_why     TEXT NOT NULL DEFAULT '',
	sample        BOOLEAN NOT NULL DEFAULT FALSE,
	PRIMARY KEY (plan_id, key)
);

CREATE TABLE plan_uploads (
	id      TEXT PRIMARY KEY,
	by_id   TEXT NOT NULL,
	ward_id TEXT NOT NULL,
	from_fy BIGINT NOT NULL,
	name    TEXT NOT NULL,
	body    BYTEA NOT NULL,
	at      TEXT NOT NULL
);

CREATE TABLE plan_versions (
	id          TEXT PRIMARY KEY,
	plan_id     TEXT NOT NULL REFERENCES plans (id),
	position    BIGINT NOT NULL, -- 1, 2, 3 … in the order of import
	version     TEXT NOT NULL,
	from_fy     BIGINT NOT NULL, -- the fiscal year of the office from which it governs
	document    TEXT NOT NULL, -- JSON of the plan
	file_name   TEXT NOT NULL,
	imported_by TEXT NOT NULL,
	imported_at TEXT NOT NULL,
	sample      BOOLEAN NOT NULL DEFAULT FALSE
);

CREATE UNIQUE INDEX plan_versions_position ON plan_versions (plan_id, position);

CREATE UNIQUE INDEX plan_versions_version ON plan_versions (plan_id, version);

CREATE TABLE plans (
	id         TEXT PRIMARY KEY,
	code       TEXT NOT NULL, -- the file's own name for it, the same in every version
	ward_id    TEXT NOT NULL,
	title      TEXT NOT NULL,
	sample     BOOLEAN NOT NULL DEFAULT FALSE,
	created_by TEXT NOT NULL,
	created_at TEXT NOT NULL,
	updated_at TEXT NOT NULL
);

CREATE UNIQUE INDEX plans_code ON plans (ward_id, code);

CREATE TABLE policies (
	id           TEXT PRIMARY KEY,
	ward_id      TEXT NOT NULL REFERENCES offices (id),
	fy           BIGINT NOT NULL,
	version      BIGINT NOT NULL CHECK (version >= 1),
	foreword     TEXT NOT NULL,
	published_at TEXT NOT NULL DEFAULT '', -- '' while it is a draft
	published_by TEXT NOT NULL DEFAULT '',
	approval_id  TEXT NOT NULL DEFAULT '',
	sample       BOOLEAN NOT NULL DEFAULT FALSE,
	created_by   TEXT NOT NULL,
	created_at   TEXT NOT NULL,
	updated_by   TEXT NOT NULL,
	updated_at   TEXT NOT NULL,
	UNIQUE (ward_id, fy, version)
);

CREATE UNIQUE INDEX policies_one_draft ON policies (ward_id, fy) WHERE published_at = '';

CREATE TABLE policy_point_links (
	policy_id TEXT NOT NULL,
	point_id  TEXT NOT NULL,
	kind      TEXT NOT NULL CHECK (kind IN ('principle', 'standard')),
	target    TEXT NOT NULL,
	name      TEXT NOT NULL, -- as it read when it was linked
	href      TEXT NOT NULL,
	PRIMARY KEY (policy_id, point_id, kind, target),
	FOREIGN KEY (policy_id, point_id) REFERENCES policy_points (policy_id, point_id)
);

CREATE TABLE policy_points (
	policy_id TEXT NOT NULL REFERENCES policies (id),
	point_id  TEXT NOT NULL,
	position  BIGINT NOT NULL,
	title     TEXT NOT NULL,
	text      TEXT NOT NULL,
	PRIMARY KEY (policy_id, point_id)
);

CREATE TABLE posts (
	id        TEXT PRIMARY KEY,
	staff_id  TEXT NOT NULL REFERENCES staff (id),
	office_id TEXT NOT NULL REFERENCES offices (id),
	role      TEXT NOT NULL,
	title     TEXT NOT NULL,
	main      BOOLEAN NOT NULL,
	from_date TEXT NOT NULL,
	to_date   TEXT NOT NULL DEFAULT '9999-12-31',
	sample    BOOLEAN NOT NULL DEFAULT FALSE
);

CREATE INDEX posts_office ON posts (office_id, from_date);

CREATE INDEX posts_staff ON posts (staff_id, from_date);

CREATE TABLE principle_versions (
	principle_id TEXT NOT NULL REFERENCES principles (id),
	position     BIGINT NOT NULL,
	name         TEXT NOT NULL,
	text         TEXT NOT NULL,
	from_date    TEXT NOT NULL,
	to_date      TEXT NOT NULL DEFAULT '9999-12-31',
	by_id        TEXT NOT NULL,
	at           TEXT NOT NULL,
	sample       BOOLEAN NOT NULL DEFAULT FALSE,
	PRIMARY KEY (principle_id, from_date)
);

CREATE TABLE principles (
	id         TEXT PRIMARY KEY,
	sample     BOOLEAN NOT NULL DEFAULT FALSE,
	created_by TEXT NOT NULL,
	created_at TEXT NOT NULL
);

CREATE TABLE publications (
	id      TEXT PRIMARY KEY,
	ward_id TEXT NOT NULL, -- '' for the whole city
	fy      BIGINT NOT NULL,
	by_id   TEXT NOT NULL,
	at      TEXT NOT NULL,
	count   BIGINT NOT NULL, -- files
	sha256  TEXT NOT NULL,
	files   TEXT NOT NULL, -- JSON: path → sha256, to show what changed since
	sample  BOOLEAN NOT NULL DEFAULT FALSE
);

CREATE INDEX publications_ward ON publications (ward_id, fy, at);

CREATE TABLE publishing_comparisons (
	ward_id TEXT NOT NULL REFERENCES offices (id),
	fy      BIGINT NOT NULL,
	by_id   TEXT NOT NULL,
	at      TEXT NOT NULL,
	count   BIGINT NOT NULL, -- files
	first   BOOLEAN NOT NULL, -- nothing had gone out before
	says    TEXT NOT NULL,
	diff    TEXT NOT NULL, -- JSON: kind, path, name of each difference
	sample  BOOLEAN NOT NULL DEFAULT FALSE,
	PRIMARY KEY (ward_id, fy)
);

CREATE TABLE publishing_items (
	item_id     TEXT PRIMARY KEY,
	ward_id     TEXT NOT NULL REFERENCES offices (id),
	fy          BIGINT NOT NULL,
	position    BIGINT NOT NULL DEFAULT 0, -- 0: in the order of the offices
	top         BOOLEAN NOT NULL DEFAULT FALSE,
	easy_title  TEXT NOT NULL DEFAULT '',
	easy_words  TEXT NOT NULL DEFAULT '',
	en_title    TEXT NOT NULL DEFAULT '',
	en_words    TEXT NOT NULL DEFAULT '',
	words_of    TEXT NOT NULL DEFAULT '', -- the approval whose text these sentences put plainly
	easy_result TEXT NOT NULL DEFAULT '',
	en_result   TEXT NOT NULL DEFAULT '',
	result_of   TEXT NOT NULL DEFAULT '',
	sample      BOOLEAN NOT NULL DEFAULT FALSE,
	updated_by  TEXT NOT NULL,
	updated_at  TEXT NOT NULL
);

CREATE INDEX publishing_items_year ON publishing_items (ward_id, fy);

CREATE TABLE publishing_years (
	ward_id    TEXT NOT NULL REFERENCES offices (id),
	fy         BIGINT NOT NULL,
	next_on    TEXT NOT NULL,
	contact    TEXT NOT NULL,
	sample     BOOLEAN NOT NULL DEFAULT FALSE,
	updated_by TEXT NOT NULL,
	updated_at TEXT NOT NULL,
	PRIMARY KEY (ward_id, fy)
);

CREATE TABLE rating_actions (
	id         TEXT PRIMARY KEY,
	rating_id  TEXT NOT NULL REFERENCES ratings (id),
	field      TEXT NOT NULL,
	item       TEXT NOT NULL, -- '' the whole field
	what       TEXT NOT NULL,
	who        TEXT NOT NULL, -- an office or a post, in words
	due        TEXT NOT NULL,
	result     TEXT NOT NULL,
	by_id      TEXT NOT NULL,
	at         TEXT NOT NULL,
	result_by  TEXT NOT NULL,
	result_at  TEXT NOT NULL -- '' while it is not done
);

CREATE INDEX rating_actions_rating ON rating_actions (rating_id, at);

CREATE TABLE rating_imports (
	id         TEXT PRIMARY KEY,
	rating_id  TEXT NOT NULL REFERENCES ratings (id),
	name       TEXT NOT NULL,
	header     TEXT NOT NULL, -- JSON, as are rows and before
	columns    TEXT NOT NULL,
	rows       TEXT NOT NULL, -- '' once the week is over
	before     TEXT NOT NULL, -- what stood where the file wrote
	state      TEXT NOT NULL CHECK (state IN ('waiting', 'applied', 'undone')),
	cells      BIGINT NOT NULL,
	by_id      TEXT NOT NULL,
	at         TEXT NOT NULL,
	applied_at TEXT NOT NULL
);

CREATE INDEX rating_imports_rating ON rating_imports (rating_id, at);

CREATE TABLE rating_scores (
	rating_id    TEXT NOT NULL REFERENCES ratings (id),
	field        TEXT NOT NULL,
	item         TEXT NOT NULL,
	investigator BIGINT NOT NULL CHECK (investigator BETWEEN 1 AND 999),
	visit        BIGINT NOT NULL CHECK (visit BETWEEN 1 AND 99),
	score        BIGINT NOT NULL, -- hundredths of a point
	import_id    TEXT NOT NULL, -- '' typed in
	at           TEXT NOT NULL,
	PRIMARY KEY (rating_id, field, item, investigator, visit)
);

CREATE TABLE ratings (
	id          TEXT PRIMARY KEY,
	ward_id     TEXT NOT NULL REFERENCES offices (id),
	fy          BIGINT NOT NULL,
	name        TEXT NOT NULL,
	by_whom     TEXT NOT NULL, -- the firm, in words
	from_date   TEXT NOT NULL,
	to_date     TEXT NOT NULL,
	low         BIGINT NOT NULL,
	top         BIGINT NOT NULL,
	fields      TEXT NOT NULL,
	rule        TEXT NOT NULL,
	announced   BIGINT, -- stars as the city announced them; NULL where it did not
	others      TEXT NOT NULL,
	sample      BOOLEAN NOT NULL DEFAULT FALSE,
	created_by  TEXT NOT NULL,
	created_at  TEXT NOT NULL,
	updated_by  TEXT NOT NULL,
	updated_at  TEXT NOT NULL
);

CREATE INDEX ratings_ward ON ratings (ward_id, fy);

CREATE TABLE sessions (
	token_hash TEXT PRIMARY KEY,
	id         TEXT NOT NULL UNIQUE,
	staff_id   TEXT NOT NULL REFERENCES staff (id),
	created_at TEXT NOT NULL,
	seen_at    TEXT NOT NULL,
	expires_at TEXT NOT NULL,
	agent      TEXT NOT NULL
);

CREATE INDEX sessions_staff ON sessions (staff_id, created_at);

CREATE TABLE signin_codes (
	code_hash  TEXT PRIMARY KEY,
	staff_id   TEXT NOT NULL REFERENCES staff (id),
	issued_by  TEXT NOT NULL,
	issued_at  TEXT NOT NULL,
	expires_at TEXT NOT NULL,
	used_at    TEXT NOT NULL DEFAULT ''
);

CREATE TABLE signin_failures (
	bucket     TEXT PRIMARY KEY,
	failures   BIGINT NOT NULL,
	last_at    TEXT NOT NULL
);

CREATE TABLE staff (
	id            TEXT PRIMARY KEY,
	number        TEXT NOT NULL UNIQUE,
	family        TEXT NOT NULL,
	given         TEXT NOT NULL,
	family_kana   TEXT NOT NULL,
	given_kana    TEXT NOT NULL,
	display       TEXT NOT NULL,
	kana_key      TEXT NOT NULL,
	search_key    TEXT NOT NULL,
	employment    TEXT NOT NULL CHECK (employment IN ('regular', 'reappointed', 'fixed_term', 'fiscal_year', 'contractor')),
	from_date     TEXT NOT NULL,
	to_date       TEXT NOT NULL DEFAULT '9999-12-31',
	password_hash TEXT NOT NULL DEFAULT '',
	sample        BOOLEAN NOT NULL DEFAULT FALSE,
	updated_at    TEXT NOT NULL
, updated_by TEXT NOT NULL DEFAULT '');

CREATE INDEX staff_kana ON staff (kana_key);

CREATE TABLE staff_survey_actions (
	id         TEXT PRIMARY KEY,
	survey_id  TEXT NOT NULL REFERENCES staff_surveys (id),
	office_id  TEXT NOT NULL REFERENCES offices (id),
	what       TEXT NOT NULL,
	who        TEXT NOT NULL, -- a post or a team
	until      TEXT NOT NULL,
	outcome    TEXT NOT NULL DEFAULT '',
	written_by TEXT NOT NULL REFERENCES staff (id),
	sample     BOOLEAN NOT NULL DEFAULT FALSE,
	created_at TEXT NOT NULL
);

CREATE INDEX staff_survey_actions_survey ON staff_survey_actions (survey_id, office_id);

CREATE TABLE staff_survey_classes (
	survey_id   TEXT NOT NULL REFERENCES staff_surveys (id),
	class       BIGINT NOT NULL,
	office_id   TEXT NOT NULL REFERENCES offices (id),
	office_path TEXT NOT NULL,
	employment  TEXT NOT NULL, -- '' unknown (slips)
	tenure      TEXT NOT NULL, -- '' unknown (slips)
	asked       BIGINT NOT NULL,
	PRIMARY KEY (survey_id, class)
);

CREATE TABLE staff_survey_envelopes (
	id         TEXT PRIMARY KEY,
	survey_id  TEXT NOT NULL REFERENCES staff_surveys (id),
	box        BIGINT NOT NULL,
	sealed     TEXT NOT NULL,
	share      TEXT NOT NULL DEFAULT '' -- what the first key gives; nothing without a second
);

CREATE INDEX staff_survey_envelopes_box ON staff_survey_envelopes (survey_id, box);

CREATE TABLE staff_survey_figures (
	survey_id  TEXT NOT NULL REFERENCES staff_surveys (id),
	question   TEXT NOT NULL, -- '' how many answered at all
	part       TEXT NOT NULL, -- ward, office, employment, tenure
	place      BIGINT NOT NULL, -- order on the page
	key        TEXT NOT NULL,
	name       TEXT NOT NULL,
	shown      BOOLEAN NOT NULL,
	why        TEXT NOT NULL,    -- where not shown
	banded     BOOLEAN NOT NULL, -- nearly all answered alike: counts has a 1 there and no numbers
	asked      BIGINT NOT NULL, -- of question '' where shown
	n          BIGINT NOT NULL,
	counts     TEXT NOT NULL, -- answers by option, comma-separated; '' where hidden
	PRIMARY KEY (survey_id, question, part, key)
);

CREATE TABLE staff_survey_invitations (
	survey_id   TEXT NOT NULL REFERENCES staff_surveys (id),
	staff_id    TEXT NOT NULL REFERENCES staff (id),
	class       BIGINT NOT NULL,
	spent_on    TEXT NOT NULL DEFAULT '', -- a day
	not_now     BOOLEAN NOT NULL DEFAULT FALSE, -- いまはしない: no reminders
	PRIMARY KEY (survey_id, staff_id)
);

CREATE INDEX staff_survey_invitations_staff ON staff_survey_invitations (staff_id);

CREATE TABLE staff_survey_keys (
	survey_id  TEXT NOT NULL REFERENCES staff_surveys (id),
	place      BIGINT NOT NULL CHECK (place BETWEEN 1 AND 3),
	holder_id  TEXT NOT NULL REFERENCES staff (id),
	public_key TEXT NOT NULL DEFAULT '',
	made_on    TEXT NOT NULL DEFAULT '',
	turned_on  TEXT NOT NULL DEFAULT '',
	PRIMARY KEY (survey_id, place),
	UNIQUE (survey_id, holder_id)
);

CREATE TABLE staff_survey_slips (
	code_hash  TEXT PRIMARY KEY,
	survey_id  TEXT NOT NULL REFERENCES staff_surveys (id),
	class      BIGINT NOT NULL,
	spent_on   TEXT NOT NULL DEFAULT ''
);

CREATE INDEX staff_survey_slips_survey ON staff_survey_slips (survey_id, class);

CREATE TABLE staff_survey_texts (
	id        TEXT PRIMARY KEY,
	survey_id TEXT NOT NULL REFERENCES staff_surveys (id),
	question  TEXT NOT NULL,
	text      TEXT NOT NULL
);

CREATE INDEX staff_survey_texts_survey ON staff_survey_texts (survey_id, question);

CREATE TABLE staff_surveys (
	id           TEXT PRIMARY KEY,
	ward_id      TEXT NOT NULL REFERENCES offices (id),
	title        TEXT NOT NULL,
	why          TEXT NOT NULL,
	use_of       TEXT NOT NULL, -- どう使うか
	keeper       TEXT NOT NULL,
	closes_on    TEXT NOT NULL,
	rule         TEXT NOT NULL, -- JSON: who will see what, from how many answers on
	form         TEXT NOT NULL,
	notice       TEXT NOT NULL DEFAULT '', -- JSON: the rule as it was when the survey opened; never changed after
	envelope     BIGINT NOT NULL DEFAULT 0, -- bytes of every filled-in sheet before it is sealed
	boxes        BIGINT NOT NULL DEFAULT 0, -- compartments of the ballot box
	opened_at    TEXT NOT NULL DEFAULT '',
	opened_by    TEXT NOT NULL DEFAULT '',
	closed_at    TEXT NOT NULL DEFAULT '',
	closed_by    TEXT NOT NULL DEFAULT '', -- '' with closed_at: the last day had passed
	published_on TEXT NOT NULL DEFAULT '',
	asked        BIGINT NOT NULL DEFAULT 0, -- invitations and slips when it closed
	spent        BIGINT NOT NULL DEFAULT 0, -- of these, used
	read         BIGINT NOT NULL DEFAULT 0, -- envelopes that could be read when the box was opened
	sample       BOOLEAN NOT NULL DEFAULT FALSE,
	created_at   TEXT NOT NULL,
	updated_at   TEXT NOT NULL
);

CREATE INDEX staff_surveys_ward ON staff_surveys (ward_id, closes_on);

CREATE TABLE standard_checks (
	id          TEXT PRIMARY KEY,
	standard_id TEXT NOT NULL REFERENCES standards (id),
	version_id  TEXT NOT NULL REFERENCES standard_versions (id),
	office_id   TEXT NOT NULL REFERENCES offices (id),
	ward_id     TEXT NOT NULL,
	fy          BIGINT NOT NULL,
	period      TEXT NOT NULL, -- YYYY-MM
	result      TEXT NOT NULL CHECK (result IN ('fit', 'partly', 'unfit', 'outside')),
	value       DOUBLE PRECISION,
	evidence    TEXT NOT NULL,
	link        TEXT NOT NULL,
	next        TEXT NOT NULL,
	by_id       TEXT NOT NULL,
	at          TEXT NOT NULL,
	sample      BOOLEAN NOT NULL DEFAULT FALSE
);

CREATE INDEX standard_checks_at ON standard_checks (fy, at);

CREATE UNIQUE INDEX standard_checks_once ON standard_checks (standard_id, office_id, period);

CREATE INDEX standard_checks_ward ON standard_checks (fy, ward_id, standard_id, office_id, period, result, value);

CREATE TABLE standard_decisions (
	standard_id TEXT NOT NULL REFERENCES standards (id),
	fy          BIGINT NOT NULL,
	decision    TEXT NOT NULL CHECK (decision IN ('keep', 'raise', 'merge', 'retire', 'adopt')),
	reason      TEXT NOT NULL,
	into_id     TEXT REFERENCES standards (id),
	version_id  TEXT REFERENCES standard_versions (id),
	approval_id TEXT NOT NULL DEFAULT '',
	by_id       TEXT NOT NULL,
	at          TEXT NOT NULL,
	updated_at  TEXT NOT NULL,
	sample      BOOLEAN NOT NULL DEFAULT FALSE,
	PRIMARY KEY (standard_id, fy)
);

CREATE TABLE standard_findings (
	standard_id TEXT NOT NULL REFERENCES standards (id),
	fy          BIGINT NOT NULL,
	ward_id     TEXT NOT NULL,
	drawn       TEXT NOT NULL, -- what the checks said
	state       TEXT NOT NULL CHECK (state IN ('met', 'part', 'coming', 'outside')),
	note        TEXT NOT NULL,
	by_id       TEXT NOT NULL,
	at          TEXT NOT NULL,
	sample      BOOLEAN NOT NULL DEFAULT FALSE,
	PRIMARY KEY (standard_id, fy, ward_id)
);

CREATE INDEX standard_findings_fy ON standard_findings (fy, ward_id);

CREATE TABLE standard_proposals (
	id             TEXT PRIMARY KEY,
	kind           TEXT NOT NULL CHECK (kind IN ('change', 'new')),
	standard_id    TEXT REFERENCES standards (id),
	title          TEXT NOT NULL,
	text           TEXT NOT NULL,
	reason         TEXT NOT NULL,
	ward_id        TEXT NOT NULL,
	goal_id        TEXT NOT NULL DEFAULT '',
	fy             BIGINT NOT NULL,
	state          TEXT NOT NULL CHECK (state IN ('proposed', 'verifying', 'decided')),
	version_id     TEXT REFERENCES standard_versions (id), -- the wording made ready for the meeting
	outcome        TEXT NOT NULL DEFAULT '',
	outcome_reason TEXT NOT NULL DEFAULT '',
	decided_fy     BIGINT NOT NULL DEFAULT 0,
	by_id          TEXT NOT NULL,
	at             TEXT NOT NULL,
	updated_at     TEXT NOT NULL,
	sample         BOOLEAN NOT NULL DEFAULT FALSE
);

CREATE UNIQUE INDEX standard_proposals_goal ON standard_proposals (goal_id) WHERE goal_id <> '' AND state <> 'decided';

CREATE INDEX standard_proposals_standard ON standard_proposals (standard_id);

CREATE TABLE standard_versions (
	id            TEXT PRIMARY KEY,
	standard_id   TEXT NOT NULL REFERENCES standards (id),
	state         TEXT NOT NULL CHECK (state IN ('draft', 'set')),
	from_fy       BIGINT NOT NULL DEFAULT 0,
	to_fy         BIGINT NOT NULL DEFAULT 9999,
	supersedes    TEXT REFERENCES standard_versions (id),
	approval_id   TEXT NOT NULL DEFAULT '', -- the request that asks for it, or that set it
	code          TEXT NOT NULL,
	principle_id  TEXT NOT NULL REFERENCES principles (id),
	title         TEXT NOT NULL,
	promise       TEXT NOT NULL,
	text          TEXT NOT NULL,
	axis          TEXT NOT NULL CHECK (axis IN ('soft', 'hard')),
	level         TEXT NOT NULL CHECK (level IN ('minimum', 'ideal')),
	applies       TEXT NOT NULL CHECK (applies IN ('all', 'counter', 'phone', 'facility')),
	changeable_by TEXT NOT NULL CHECK (changeable_by IN ('city', 'ward')),
	outside       TEXT NOT NULL, -- what it leaves alone: the law's own content
	measure       TEXT NOT NULL CHECK (measure IN ('yesno', 'count', 'ratio', 'observation', 'survey')),
	how           TEXT NOT NULL,
	threshold     DOUBLE PRECISION,
	unit          TEXT NOT NULL,
	direction     TEXT NOT NULL CHECK (direction IN ('', 'up', 'down')),
	attained      TEXT NOT NULL, -- what counts as reached, in words
	by_id         TEXT NOT NULL,
	at            TEXT NOT NULL,
	updated_at    TEXT NOT NULL,
	sample        BOOLEAN NOT NULL DEFAULT FALSE
);

CREATE INDEX standard_versions_approval ON standard_versions (approval_id) WHERE approval_id <> '';

CREATE UNIQUE INDEX standard_versions_code ON standard_versions (code, from_fy) WHERE state = 'set';

CREATE UNIQUE INDEX standard_versions_once ON standard_versions (standard_id, from_fy) WHERE state = 'set';

CREATE INDEX standard_versions_standard ON standard_versions (standard_id, from_fy);

CREATE TABLE standards (
	id           TEXT PRIMARY KEY,
	origin       TEXT NOT NULL CHECK (origin IN ('city', 'ward')),
	origin_goal  TEXT NOT NULL DEFAULT '', -- the ward's practice it came from
	origin_ward  TEXT NOT NULL DEFAULT '',
	origin_title TEXT NOT NULL DEFAULT '',
	origin_fy    BIGINT NOT NULL DEFAULT 0,
	sample       BOOLEAN NOT NULL DEFAULT FALSE,
	created_by   TEXT NOT NULL,
	created_at   TEXT NOT NULL
);

CREATE TABLE "survey_answers" (
	form_key   TEXT PRIMARY KEY,
	survey_id  TEXT NOT NULL REFERENCES surveys (id),
	seq        BIGINT NOT NULL,
	counter_id TEXT NOT NULL REFERENCES survey_counters (id),
	mode       TEXT NOT NULL CHECK (mode IN ('phone', 'paper', 'kiosk', 'scan', 'interview', 'import')),
	lang       TEXT NOT NULL,
	marks      TEXT NOT NULL, -- a character a column of the form, from '0', unanswered
	day        TEXT NOT NULL,
	hour       BIGINT NOT NULL,
	sample     BOOLEAN NOT NULL DEFAULT FALSE
);

CREATE UNIQUE INDEX survey_answers_seq ON survey_answers (survey_id, seq);

CREATE TABLE survey_batches (
	id          TEXT PRIMARY KEY,
	survey_id   TEXT NOT NULL REFERENCES surveys (id),
	counter_id  TEXT NOT NULL REFERENCES survey_counters (id),
	name        TEXT NOT NULL, -- as it is written on the sheets
	first_sheet BIGINT NOT NULL CHECK (first_sheet >= 1),
	sheets      BIGINT NOT NULL CHECK (sheets BETWEEN 1 AND 1000),
	day         TEXT NOT NULL,
	opened_by   TEXT NOT NULL REFERENCES staff (id),
	opened_at   TEXT NOT NULL,
	closed_by   TEXT NOT NULL DEFAULT '',
	closed_at   TEXT NOT NULL DEFAULT '',
	kept        BIGINT NOT NULL DEFAULT 0, -- sheets that became answers
	checked     BIGINT NOT NULL DEFAULT 0, -- sheets keyed a second time
	differed    BIGINT NOT NULL DEFAULT 0, -- cells in which the two disagreed
	sample      BOOLEAN NOT NULL DEFAULT FALSE,
	UNIQUE (survey_id, name)
);

CREATE INDEX survey_batches_counter ON survey_batches (counter_id);

CREATE TABLE survey_changes (
	id         TEXT PRIMARY KEY,
	survey_id  TEXT NOT NULL REFERENCES surveys (id),
	office_id  TEXT NOT NULL REFERENCES offices (id),
	voice      TEXT NOT NULL,
	change     TEXT NOT NULL,
	change_easy TEXT NOT NULL DEFAULT '',
	change_en  TEXT NOT NULL DEFAULT '',
	since      TEXT NOT NULL, -- the day from which it is different
	goal_id    TEXT NOT NULL DEFAULT '',
	written_by TEXT NOT NULL,
	sample     BOOLEAN NOT NULL DEFAULT FALSE,
	created_at TEXT NOT NULL
);

CREATE INDEX survey_changes_survey ON survey_changes (survey_id, since);

CREATE TABLE survey_counters (
	id         TEXT PRIMARY KEY,
	survey_id  TEXT NOT NULL REFERENCES surveys (id),
	code       TEXT NOT NULL UNIQUE CHECK (length(code) >= 4),
	office_id  TEXT NOT NULL REFERENCES offices (id),
	place      TEXT NOT NULL,
	place_easy TEXT NOT NULL DEFAULT '',
	place_en   TEXT NOT NULL DEFAULT '',
	sample     BOOLEAN NOT NULL DEFAULT FALSE,
	created_at TEXT NOT NULL,
	updated_at TEXT NOT NULL
);

CREATE INDEX survey_counters_office ON survey_counters (office_id);

CREATE INDEX survey_counters_survey ON survey_counters (survey_id, place);

CREATE TABLE survey_keyed (
	batch_id TEXT NOT NULL REFERENCES survey_batches (id),
	pass     BIGINT NOT NULL CHECK (pass IN (1, 2, 3)), -- 3: what was decided where 1 and 2 disagree
	sheet    BIGINT NOT NULL,
	cells    TEXT NOT NULL, -- question=key, as a form is sent
	by_id    TEXT NOT NULL REFERENCES staff (id),
	at       TEXT NOT NULL,
	PRIMARY KEY (batch_id, pass, sheet)
);

CREATE TABLE survey_words (
	form_key  TEXT NOT NULL REFERENCES "survey_answers" (form_key),
	survey_id TEXT NOT NULL REFERENCES surveys (id),
	question  TEXT NOT NULL,
	words     TEXT NOT NULL,
	PRIMARY KEY (form_key, question)
);

CREATE INDEX survey_words_question ON survey_words (survey_id, question);

CREATE TABLE surveys (
	id           TEXT PRIMARY KEY,
	code         TEXT NOT NULL UNIQUE,
	ward_id      TEXT NOT NULL REFERENCES offices (id),
	title        TEXT NOT NULL,
	from_date    TEXT NOT NULL,
	to_date      TEXT NOT NULL,
	keeper       TEXT NOT NULL, -- office and telephone, at the foot of the visitor's page
	bank_version BIGINT NOT NULL,
	opened_at    TEXT NOT NULL DEFAULT '',
	opened_by    TEXT NOT NULL DEFAULT '',
	closed_at    TEXT NOT NULL DEFAULT '',
	closed_by    TEXT NOT NULL DEFAULT '',
	last_seq     BIGINT NOT NULL DEFAULT 0, -- seq of the newest answer; its row lock orders the answers
	epoch        BIGINT NOT NULL DEFAULT 0, -- goes up when answers are taken away
	sample       BOOLEAN NOT NULL DEFAULT FALSE,
	created_at   TEXT NOT NULL,
	updated_at   TEXT NOT NULL, form TEXT NOT NULL DEFAULT '', release_on TEXT NOT NULL DEFAULT '', first_step TEXT NOT NULL DEFAULT '',
	CHECK (from_date <= to_date)
);

CREATE INDEX surveys_ward ON surveys (ward_id, from_date);
