import ConsentStrings
import ConsentTranslation

/// The fields of a consent string for people: a table for each segment, the damage where it is, and the verdict.
struct ExplanationText {
    private let explanation: ConsentStringExplanation

    init(_ explanation: ConsentStringExplanation) { self.explanation = explanation }

    var text: String {
        let segments = explanation.segments.map(text).joined(separator: "\n")
        return segments + (segments.isEmpty ? "" : "\n") + verdict
    }

    private func text(_ segment: ConsentStringExplanation.Segment) -> String {
        var text = Style.bold(title(of: segment)) + ", " + place(of: segment) + "\n"
        var table = Table([
            (segment.unit == .bit ? "BIT" : "CHARACTER", .right), ("WIDTH", .right), ("FIELD", .left),
            (segment.unit == .bit ? "BITS" : "CHARACTERS", .left), ("VALUE", .left),
        ])
        for field in segment.fields {
            let style: Style? = if case .none = field.value { .dim } else { nil }
            let cells = [
                String(field.offset), String(field.width), field.part.map { "\($0): \(field.name)" } ?? field.name,
                field.raw.map(printable) ?? "", Self.value(of: field),
            ]
            table.add(cells.map { ($0, style) })
        }
        if !segment.fields.isEmpty { text += table.text }
        if let damage = segment.damage { text += Style.red("Damaged: \(damage)") + "\n" }
        return text
    }

    private func title(of segment: ConsentStringExplanation.Segment) -> String {
        guard let section = segment.section else { return Self.capitalized(segment.title) }
        return "Section \(section) \(GPPSection(id: section, text: "", content: .unknown).name), \(segment.title)"
    }

    private func place(of segment: ConsentStringExplanation.Segment) -> String {
        let characters = segment.characters
        guard characters.count > 1 else {
            return characters.isEmpty ? "empty" : "character \(characters.lowerBound)"
        }
        return "characters \(characters.lowerBound) to \(characters.upperBound - 1)"
    }

    private static func capitalized(_ title: String) -> String {
        (title.first?.uppercased() ?? "") + title.dropFirst()
    }

    private static func value(of field: ConsentStringExplanation.Field) -> String {
        let value =
            switch field.value {
            case .integer(let value): String(value)
            case .flag(let value): value.map { $0 ? "yes" : "no" } ?? "not stated"
            case .time(let milliseconds): Instant(milliseconds: milliseconds).iso8601
            case .letters(let value): value ?? "no letters"
            case .purposes(let value): value.isEmpty ? "none" : value.map(String.init).joined(separator: ",")
            case .vendors(let value): value.isEmpty ? "none" : value.description
            case .ids(let first, let last): first == last ? "\(first)" : "\(first)-\(last)"
            case .text(let value): printable(value)
            case .none: ""
            }
        return value + (field.meaning.map { " (\($0))" } ?? "")
    }

    /// What decoding makes of the string.
    private var verdict: String {
        var text = ""
        for warning in explanation.warnings {
            let place = warning.bit.map { " (bit \($0), \(warning.code.rawValue))" } ?? " (\(warning.code.rawValue))"
            text += Style.yellow("Warning: ") + warning.message + place + "\n"
        }
        if let error = explanation.error { return text + Style.red("Error: \(error)") + "\n" }
        return text + "Decoded as \(explanation.kind?.rawValue ?? "tcf2").\n"
    }
}

/// Text from outside without the control characters that a terminal would obey.
func printable(_ text: String) -> String {
    String(String.UnicodeScalarView(text.unicodeScalars.map { $0.properties.generalCategory == .control ? "?" : $0 }))
}
