import OptIn

/// What a step of a simulation came to, as a block for people. The categories stand at the same place in every block.
struct SimulationText {
    let report: SimulationReport

    var text: String {
        var text = Style.bold(report.title) + "\n"
        if let error = report.error { text += line("error", error, .red) }
        if let answer = report.answer { text += line("answer", answer) }
        if let status = report.status {
            text += line("status", status.rawValue, status == .complete ? .green : .yellow)
            text += line("permissions", permissions)
        }
        text += line("events", report.calls.isEmpty ? "-" : report.calls.joined(separator: ", "))
        text += line("cookie", cookie)
        for message in report.console { text += line("console", message, .yellow) }
        for warning in report.warnings {
            text += line("warning", "[\(warning.trap.rawValue)] \(warning.message)", .yellow)
        }
        return text + "\n"
    }

    private func line(_ title: String, _ text: String, _ style: Style? = nil) -> String {
        let padding = String(repeating: " ", count: max(1, 13 - title.count))
        let shown = Self.printable(text)
        return "  " + title + padding + (style.map { $0(shown) } ?? shown) + "\n"
    }

    private var permissions: String {
        var text = ""
        for (key, value) in report.permissions {
            let word =
                switch value {
                case .bool(true): "yes"
                case .bool(false): "no "
                default: value.text
                }
            text += "\(key) \(word)  "
        }
        while text.last == " " { text.removeLast() }
        return text
    }

    private var cookie: String {
        let attributes = report.attributes.isEmpty ? "" : " (\(report.attributes.joined(separator: ", ")))"
        let written = report.writes.isEmpty ? "" : ", written"
        return (report.cookie.map { $0 + attributes } ?? "-") + written
    }

    /// Text from outside without the control characters that a terminal would obey.
    private static func printable(_ text: String) -> String {
        String(
            String.UnicodeScalarView(text.unicodeScalars.map { $0.properties.generalCategory == .control ? "?" : $0 })
        )
    }
}
