/// Scalars of scenario files that stand for something.
extension ScenarioNode {
    /// A whole number in a range.
    func number(_ what: String, in range: ClosedRange<Int>) throws(ScenarioError) -> Int {
        guard let number = Int(try text(what)), range.contains(number) else {
            throw error(.badValue, "\(what) must be a number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    /// `true` or `false`, and nothing else that YAML takes for one.
    func flag(_ what: String) throws(ScenarioError) -> Bool {
        switch try text(what) {
        case "true": return true
        case "false": return false
        default: throw error(.badValue, "\(what) must be true or false")
        }
    }

    /// A length of time such as `300ms`, `1s`, `5m`, `2h` or `7d`, in milliseconds.
    func milliseconds(_ what: String, upTo limit: Int) throws(ScenarioError) -> Int64 {
        let text = try text(what)
        let units: [(suffix: String, milliseconds: Int64)] = [
            ("ms", 1), ("s", 1_000), ("m", 60_000), ("h", 3_600_000), ("d", 86_400_000),
        ]
        for unit in units where text.hasSuffix(unit.suffix) {
            guard let number = Int64(text.dropLast(unit.suffix.count)) else { continue }
            let (length, overflow) = number.multipliedReportingOverflow(by: unit.milliseconds)
            guard !overflow, length >= 0, length <= Int64(limit) else { break }
            return length
        }
        throw error(
            .badValue,
            "\(what) must be a length of time such as 300ms, 1s, 5m or 7d, and not longer than \(limit / 1_000)s"
        )
    }

    /// A wait of the server.
    func wait(_ what: String) throws(ScenarioError) -> Duration {
        .milliseconds(try milliseconds(what, upTo: Limits.maxWaitSeconds * 1_000))
    }

    /// A share such as `60%`.
    func percent(_ what: String) throws(ScenarioError) -> Int {
        let text = try text(what)
        guard text.hasSuffix("%"), let number = Int(text.dropLast()), (0...99).contains(number) else {
            throw error(.badValue, "\(what) must be a share from 0% to 99%")
        }
        return number
    }

    /// An instant with a zone, in milliseconds since 1970.
    func instant(_ what: String) throws(ScenarioError) -> Int64 {
        guard let instant = InstantText.milliseconds(try text(what)) else {
            throw error(.badValue, "\(what) must be an instant with a zone, such as 2026-10-30T00:00:00Z")
        }
        return instant
    }

    /// A mapping of names to text.
    func texts(_ what: String) throws(ScenarioError) -> [(name: String, value: String)] {
        var texts: [(String, String)] = []
        for (key, value) in try pairs(what) {
            texts.append((try key.text("a key of \(what)"), try value.text("a value of \(what)")))
        }
        return texts
    }
}
