extension PageValue {
    /// The value as text: `String(value)`.
    package var text: String {
        switch self {
        case .undefined: "undefined"
        case .null: "null"
        case .bool(let value): value ? "true" : "false"
        case .number(let value): Self.text(of: value)
        case .string(let value): value
        case .array(let elements):
            elements.map { $0 == .undefined || $0 == .null ? "" : $0.text }.joined(separator: ",")
        case .object, .service: "[object Object]"
        case .function: "function () { }"
        case .error(let error): "Error: \(error.message)"
        }
    }

    /// A number as JavaScript writes it: the shortest digits that mean it, without an exponent from 1e-6 up to 1e21.
    static func text(of number: Double) -> String {
        if number.isNaN { return "NaN" }
        if number == 0 { return "0" }
        let sign = number < 0 ? "-" : ""
        if number.isInfinite { return sign + "Infinity" }
        let (digits, point) = shortestDigits(of: number.magnitude)
        let count = digits.count
        if point > 21 || point < -5 {
            let exponent = point - 1
            let fraction = count == 1 ? "" : "." + digits.dropFirst()
            return "\(sign)\(digits.prefix(1))\(fraction)e\(exponent < 0 ? "-" : "+")\(exponent.magnitude)"
        }
        if point >= count { return sign + digits + String(repeating: "0", count: point - count) }
        if point > 0 { return sign + digits.prefix(point) + "." + digits.dropFirst(point) }
        return sign + "0." + String(repeating: "0", count: -point) + digits
    }

    /// The digits of a positive number, and the place of the point: 12.5 is `125` and 2.
    private static func shortestDigits(of number: Double) -> (digits: String, point: Int) {
        let parts = number.description.split(separator: "e")
        let mantissa = parts[0].split(separator: ".")
        let whole = mantissa[0]
        let fraction = mantissa.count > 1 && mantissa[1] != "0" ? mantissa[1] : ""
        let exponent = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
        let all = whole + fraction
        let leading = all.prefix { $0 == "0" }.count
        var digits = all.dropFirst(leading)
        while digits.last == "0", digits.count > 1 { digits.removeLast() }
        return (String(digits), whole.count - leading + exponent)
    }

    /// The number that JavaScript makes of the value where it needs one, for plain values.
    var number: Double {
        switch self {
        case .number(let value): value
        case .bool(let value): value ? 1 : 0
        case .null: 0
        case .string(let text): text.isEmpty ? 0 : Double(text) ?? .nan
        default: .nan
        }
    }
}

extension String {
    /// The integer that the text starts with, behind white space: `parseInt(text, 10)`. Nil for none.
    var leadingInteger: Double? {
        var rest = unicodeScalars[...]
        while let first = rest.first, first.properties.isWhitespace || first == "\u{FEFF}" { rest.removeFirst() }
        let isNegative = rest.first == "-"
        if isNegative || rest.first == "+" { rest.removeFirst() }
        let digits = rest.prefix { ("0"..."9").contains($0) }
        guard let number = Double(String(digits)) else { return nil }
        return isNegative ? -number : number
    }
}
