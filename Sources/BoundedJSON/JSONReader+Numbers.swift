extension JSONReader {
    /// Reads a number with the position at its first byte; leaves it behind the last.
    mutating func readNumber() throws(JSONError) -> JSONNumber {
        let start = position
        let (end, isInteger) = try numberEnd(from: start)
        position = end
        return JSONNumber(range: start..<end, isInteger: isInteger)
    }

    /// Where the number ends that starts at `start` (RFC 8259 section 6), and whether it has neither fraction nor exponent.
    func numberEnd(from start: Int) throws(JSONError) -> (end: Int, isInteger: Bool) {
        var at = start
        var isInteger = true
        if bytes[at] == UInt8(ascii: "-") { at += 1 }
        let first = try digitsEnd(from: at)
        if bytes[at] == UInt8(ascii: "0"), first - at > 1 {
            throw failure(.invalidNumber, "A number starts with a zero that is not its only digit.", at: at)
        }
        at = first
        if at < bytes.count, bytes[at] == UInt8(ascii: ".") {
            isInteger = false
            at = try digitsEnd(from: at + 1)
        }
        if at < bytes.count, bytes[at] | 0x20 == UInt8(ascii: "e") {
            isInteger = false
            at += 1
            if at < bytes.count, bytes[at] == UInt8(ascii: "+") || bytes[at] == UInt8(ascii: "-") { at += 1 }
            at = try digitsEnd(from: at)
        }
        guard at - start <= limits.maxNumberBytes else {
            throw failure(.numberTooLong, "A number has more than \(limits.maxNumberBytes) characters.", at: start)
        }
        return (at, isInteger)
    }

    /// The end of at least one digit.
    private func digitsEnd(from start: Int) throws(JSONError) -> Int {
        var at = start
        let text = bytes.span
        while at < text.count, text[at] &- 0x30 <= 9 { at &+= 1 }
        guard at > start else {
            let code: JSONError.Code = at < bytes.count ? .invalidNumber : .unexpectedEnd
            throw failure(code, "A digit is missing in a number.", at: at)
        }
        return at
    }
}
