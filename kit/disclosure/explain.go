package disclosure

import "fmt"

// Explain says in one sentence why a cell is not shown; "" where it is. It never says how many answered.
func (p Plan) Explain(c Cell) string {
	_, why := p.Shows(c)
	return why.Sentence(p.policy.limit)
}

// ExplainText is Explain for what the people of a node wrote.
func (p Plan) ExplainText(node string) string {
	_, why := p.ShowsText(node)
	if why == Small {
		return fmt.Sprintf("答えた人が%d人未満のため、自由記述は出しません。", p.policy.text)
	}
	return why.Sentence(p.policy.text)
}

// Sentence is the reason in words, for a limit in people; "" for Shown.
func (w Why) Sentence(limit int) string {
	switch w {
	case Shown:
		return ""
	case Empty:
		return "答えた人がいません。"
	case Small:
		return fmt.Sprintf("答えた人が%d人未満のため、出しません。", limit)
	case Subtraction:
		return fmt.Sprintf("ほかの結果との引き算で%d人未満の答えがわかるため、出しません。", limit)
	case Wave:
		return fmt.Sprintf("前の調査とくらべると、入れかわった%d人未満の答えがわかるため、出しません。", limit)
	case Above:
		return "この所属の結果を出していないため、内わけも出しません。"
	case Unproven:
		return fmt.Sprintf("%d人未満の答えがわからないことを確かめきれないため、出しません。", limit)
	}
	return "この分け方では結果を出しません。"
}

// Promise is the sentence to show before anybody answers: it says just what New enforces.
func (p Policy) Promise() string {
	return fmt.Sprintf("%d人未満の答えは、引き算をしてもわからないようにして出します。自由記述は%d人以上の所属だけで、所属のほかには分けずに出します。これより細かくは、管理者も見られません。", p.limit, p.text)
}
