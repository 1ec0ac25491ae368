# Writes figures.tsv, against which the package's tests hold its figures: Rscript figures.R > figures.tsv
# R alone (base, stats); no package is needed. Columns: kind, input, key, value (17 significant digits).
set.seed(20261121)

cat("# made by figures.R with ", R.version.string, "\n", sep = "")
cat("kind\tinput\tkey\tvalue\n")
put <- function(kind, input, key, value) cat(paste(kind, input, key, sprintf("%.17g", value), sep = "\t"), "\n", sep = "")
words <- function(v) paste(v, collapse = " ")
lines <- function(m) paste(apply(m, 1, words), collapse = ";")

wilson <- function(k, n) suppressWarnings(prop.test(k, n, correct = FALSE)$conf.int)

for (kn in list(c(15, 148), c(0, 20), c(1, 29), c(20, 20), c(81, 263), c(125, 149), c(9455, 10000), c(1, 1), c(0, 1), c(499999, 999999))) {
  w <- wilson(kn[1], kn[2])
  put("wilson", words(kn), "low", w[1]); put("wilson", words(kn), "high", w[2])
}

for (s in list(c(48, 80, 56, 70), c(125, 149, 1623, 1774), c(1528, 1664, 1779, 1929), c(0, 10, 0, 20), c(10, 10, 0, 20), c(3, 9, 5, 7), c(29, 148, 30, 150))) {
  p1 <- s[1] / s[2]; p2 <- s[3] / s[4]; w1 <- wilson(s[1], s[2]); w2 <- wilson(s[3], s[4]); d <- p2 - p1
  put("difference", words(s), "points", 100 * d)
  put("difference", words(s), "low", d - sqrt((p2 - w2[1])^2 + (w1[2] - p1)^2))
  put("difference", words(s), "high", d + sqrt((w2[2] - p2)^2 + (p1 - w1[1])^2))
}

scale <- function(of) {
  x <- rep(seq_along(of), of); k <- length(of); key <- words(of)
  put("scale", key, "mean", mean(x)); put("scale", key, "top", 100 * mean(x == k)); put("scale", key, "top2", 100 * mean(x >= k - 1))
  put("scale", key, "bottom2", 100 * mean(x <= 2)); put("scale", key, "net", 100 * (mean(x >= k - 1) - mean(x <= 2)))
}
for (of in list(c(5, 10, 30, 35, 20), c(411, 845, 5136, 1711, 486), c(1, 0, 2, 7), rpois(7, 40), rpois(10, 3))) scale(of)

crossed <- function(m) {
  key <- lines(m); x <- suppressWarnings(chisq.test(m, correct = FALSE))
  put("table", key, "chi", x$statistic); put("table", key, "df", x$parameter); put("table", key, "p", x$p.value)
  put("table", key, "v", sqrt(x$statistic / (sum(m) * (min(dim(m)) - 1))))
  put("table", key, "small", sum(x$expected < 5)); put("table", key, "smallest", min(x$expected))
  for (i in seq_len(nrow(m))) for (j in seq_len(ncol(m))) {
    put("table", key, paste("expected", i, j), x$expected[i, j]); put("table", key, paste("residual", i, j), x$stdres[i, j])
  }
  if (sum(m) <= 400) put("table", key, "exact", fisher.test(m, workspace = 2e8)$p.value)
}
crossed(matrix(c(762, 327, 468, 484, 239, 477), 2, byrow = TRUE))             # Agresti 2007, table 2.5
crossed(matrix(c(1, 2, 1, 0, 3, 3, 6, 1, 10, 10, 14, 9, 6, 7, 12, 11), 4))    # Agresti 2002, p. 57, job satisfaction
crossed(matrix(c(3, 1, 1, 3), 2))                                             # Fisher 1935, the lady tasting tea
crossed(matrix(c(2, 10, 15, 3), 2))                                           # Fisher 1962, convictions of like-sex twins
crossed(matrix(c(12, 5, 7, 7), 2)); crossed(matrix(c(1, 24, 5, 15), 2))
for (n in 1:20) {
  r <- sample(2:4, 1); c <- sample(2:5, 1)
  repeat { m <- matrix(rpois(r * c, sample(c(1, 2, 4), 1)), r); if (all(rowSums(m) > 0) && all(colSums(m) > 0)) break }
  crossed(m)
}
for (n in 1:2) crossed(matrix(rpois(20, 300), 4))

for (n in 1:8) {
  m <- matrix(rpois(25, 4), 5) + diag(5) * n * 3; x <- rep(row(m), m); y <- rep(col(m), m)
  put("pairs", lines(m), "r", cor(x, y))
}

for (n in 1:3) {
  base <- rnorm(150); items <- sapply(1:5, function(i) pmin(5, pmax(1, round(3 + base * 0.7 + rnorm(150)))))
  key <- paste(apply(items, 1, paste, collapse = ""), collapse = " ")
  for (i in 1:4) { # the last item is the target; by residuals of regressions, not by the inverse
    others <- items[, setdiff(1:4, i)]
    put("partial", key, i, cor(resid(lm(items[, i] ~ others)), resid(lm(items[, 5] ~ others))))
    put("partial", key, paste("r", i), cor(items[, i], items[, 5]))
  }
}

for (of in list(c(2, 0, 1, 3, 2, 9, 8, 12, 15, 9, 11), c(0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0), c(5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0), rpois(11, 30))) {
  n <- sum(of); up <- sum(of[10:11]); down <- sum(of[1:7]); key <- words(of)
  a <- (up + 0.75) / (n + 3); b <- (down + 0.75) / (n + 3); se <- sqrt((a + b - (a - b)^2) / (n + 3)); q <- qnorm(0.975)
  put("nps", key, "score", 100 * (up - down) / n); put("nps", key, "low", max(-1, a - b - q * se)); put("nps", key, "high", min(1, a - b + q * se))
}

for (n in c(3, 5, 8)) {
  y <- round(runif(n, 40, 95), 1); x <- round(runif(n, 0.1, 0.8), 2); key <- paste(words(y), words(x), sep = ";")
  popsd <- function(v) sqrt(mean((v - mean(v))^2))
  dy <- 10 * (y - mean(y)) / popsd(y); dx <- 10 * (x - mean(x)) / popsd(x); d <- sqrt(dx^2 + dy^2)
  angle <- acos((dx - dy) / (d * sqrt(2))) * 180 / pi
  for (i in seq_len(n)) { put("improvement", key, paste("index", i), d[i] * (90 - angle[i]) / 90); put("improvement", key, paste("angle", i), angle[i]) }
}
