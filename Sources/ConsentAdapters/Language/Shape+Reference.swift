extension Shape {
    /// What a reference says about the shape, in Markdown.
    package var reference: String {
        var text = "\n### \(name)\n\n\(summary)\n"
        if isChoice { text += "\nExactly one of the keys is given.\n" }
        text += "\n| key | value | what it is for |\n| --- | --- | --- |\n"
        for field in fields {
            let mark = field.isRequired ? " (required)" : ""
            text += "| `\(field.key)`\(mark) | \(Self.describe(field.kind)) | \(Self.cell(field.summary)) |\n"
        }
        return text
    }

    private static func cell(_ text: String) -> String {
        text.replacing("|", with: "\\|")
    }

    private static func describe(_ kind: Shape.Kind) -> String {
        switch kind {
        case .text: "text"
        case .path: "path"
        case .template: "text with `${…}`"
        case .flag: "`true` or `false`"
        case .integer(let range): "number from \(range.lowerBound) to \(range.upperBound)"
        case .duration: "length of time, such as `10m`"
        case .word(let words): words.map { "`\($0)`" }.joined(separator: ", ")
        case .list(let element): "list of: \(describe(element))"
        case .oneOrMore(let element): "\(describe(element)), or a list"
        case .map(let name, let value): "mapping from \(cell(name)) to: \(describe(value))"
        case .shape(let name): "[\(name)](#\(name.lowercased()))"
        case .either(let kinds): kinds.map(describe).joined(separator: " or ")
        case .nothing: "`{}`"
        case .json: "JSON written as YAML, every scalar a text with `${…}`"
        }
    }
}
