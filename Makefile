# make run    a fictional city on 127.0.0.1:8080, made on the first run
# make test   every test: on SQLite, on PostgreSQL where initdb is found, in Chromium where one is found
# make check  everything CI runs
# make gen    the pages' Go code and the list of routes, written anew
# make bench  the benchmarks; their method is in bench/README.md
# make build  the program, in bin/

export CGO_ENABLED = 0
export GOFLAGS = -mod=readonly

.PHONY: run test check gen fresh bench build
.DEFAULT_GOAL := build

run:
	go build -trimpath -ldflags "-s -w" -o bin/kaname ./cmd/kaname
	bin/kaname demo -data data/demo

build:
	go build -trimpath -ldflags "-s -w" -o bin/ ./cmd/kaname

test:
	go run ./cmd/testall

check: fresh
	go run ./cmd/testall

# fresh fails where a file is not formatted, or a page's Go code is older than the page.
fresh:
	@bad=$$(gofmt -l $$(git ls-files '*.go')); test -z "$$bad" || { echo "gofmt -w these files:"; echo "$$bad"; exit 1; }
	go tool -modfile=tools.mod templ generate
	git diff --exit-code --stat -- '*_templ.go'

gen:
	go tool -modfile=tools.mod templ generate
	go test ./app -run TestEveryRouteAndItsGateIsReviewed -update

bench:
	go run ./bench
