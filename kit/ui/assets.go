package ui

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"net/http"
	"path"
	"strings"
)

//go:embed assets
var assets embed.FS

var hashed = map[string]string{} // kaname.css → kaname.1a2b3c4d.css
var served = map[string]asset{}  // kaname.1a2b3c4d.css → bytes

type asset struct {
	kind string
	body []byte
}

var kinds = map[string]string{
	".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml",
}

func loadAssets() bool {
	files, err := assets.ReadDir("assets")
	if err != nil {
		panic(err)
	}
	for _, f := range files {
		b, err := assets.ReadFile("assets/" + f.Name())
		if err != nil {
			panic(err)
		}
		sum := sha256.Sum256(b)
		ext := path.Ext(f.Name())
		name := strings.TrimSuffix(f.Name(), ext) + "." + hex.EncodeToString(sum[:4]) + ext
		hashed[f.Name()] = name
		served[name] = asset{kinds[ext], b}
	}
	return true
}

var _ = loadAssets()

// Asset is the address of a style sheet or script; it changes when the file changes.
func Asset(name string) string { return "/assets/" + hashed[name] }

// AssetBytes is a style sheet or script itself, for pages written to files.
func AssetBytes(name string) []byte { return served[hashed[name]].body }

// ServeAsset answers /assets/{file}; files are kept by browsers for a year.
func ServeAsset(w http.ResponseWriter, r *http.Request) error {
	a, ok := served[r.PathValue("file")]
	if !ok {
		http.NotFound(w, r)
		return nil
	}
	w.Header().Set("Content-Type", a.kind)
	w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	_, err := w.Write(a.body)
	return err
}
