extension String {
    /// The text with everything that would command a terminal, break a line or hide what stands beside it written out,
    /// `\u{1B}` for an escape. Ids and labels come from outside; JSON and CSV have them as they are.
    var visible: String {
        guard unicodeScalars.contains(where: \.isInvisible) else { return self }
        return unicodeScalars.reduce(into: "") { text, scalar in
            if scalar.isInvisible {
                text += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
            } else {
                text.unicodeScalars.append(scalar)
            }
        }
    }
}

extension Unicode.Scalar {
    /// Whether it is no sign that stands on the line, such as an escape, a line break, or a change of the direction.
    fileprivate var isInvisible: Bool {
        switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator: true
        default: false
        }
    }
}
