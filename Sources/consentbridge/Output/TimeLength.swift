/// Lengths of time for people.
enum TimeLength {
    private static let units: [(seconds: Int64, name: String)] = [(86_400, "d"), (3_600, "h"), (60, "min"), (1, "s")]

    /// The two largest units of it, such as `45 s`, `12 min` or `3 h 20 min`; seconds count up to a minute.
    static func text(_ length: Duration) -> String {
        let seconds = max(0, length.components.seconds)
        guard let first = units.firstIndex(where: { seconds >= $0.seconds }) else { return "0 s" }
        let rest = seconds % units[first].seconds
        var text = "\(seconds / units[first].seconds) \(units[first].name)"
        // Behind minutes, seconds say nothing more.
        if first < 2, rest >= units[first + 1].seconds {
            text += " \(rest / units[first + 1].seconds) \(units[first + 1].name)"
        }
        return text
    }
}
