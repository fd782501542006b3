/// Compresses texts into the format of lz-string, written from the format's description and independent of the code
/// under test; tests hold it against what the library itself made.
struct LZCompressor {
    private var bits: [Bool] = []
    private var codes: [[UInt16]: Int] = [:]
    /// The number of the next phrase, which tells how wide a code is.
    private var next = 3

    static func base64(_ units: [UInt16]) -> String {
        var compressor = LZCompressor()
        compressor.compress(units)
        return compressor.text
    }

    /// A unit repeated in so many phrases, each longer by one than the one before.
    static func run(of unit: UInt16, phrases: Int) -> String {
        var compressor = LZCompressor()
        compressor.put(unit < 256 ? 0 : 1)
        compressor.put(Int(unit), width: unit < 256 ? 8 : 16)
        for _ in 1..<phrases {
            compressor.next += 1
            compressor.put(compressor.next)
        }
        compressor.next += 1
        compressor.end()
        return compressor.text
    }

    /// Numbers of so many bits.
    static func base64(numbers: [(number: Int, width: Int)]) -> String {
        var compressor = LZCompressor()
        for number in numbers { compressor.put(number.number, width: number.width) }
        compressor.fill()
        return compressor.text
    }

    private mutating func compress(_ units: [UInt16]) {
        var position = 0
        var previous: [UInt16] = []
        while position < units.count {
            let unit = units[position]
            let longer = previous + [unit]
            if codes[[unit]] == nil {
                put(unit < 256 ? 0 : 1)
                put(Int(unit), width: unit < 256 ? 8 : 16)
                codes[[unit]] = next
                next += 1
                learn(longer, behind: previous)
                previous = [unit]
            } else {
                // The phrase that this one completes can be used at once.
                let coming = previous.isEmpty ? codes : codes.merging([longer: next]) { old, _ in old }
                var phrase = [unit]
                while position + phrase.count < units.count, coming[phrase + [units[position + phrase.count]]] != nil {
                    phrase.append(units[position + phrase.count])
                }
                put(coming[phrase] ?? 0)
                learn(longer, behind: previous)
                previous = phrase
            }
            position += previous.count
        }
        end()
    }

    private mutating func end() {
        put(2)
        fill()
    }

    private mutating func fill() {
        repeat { bits.append(false) } while !bits.count.isMultiple(of: 6)
    }

    private mutating func learn(_ phrase: [UInt16], behind previous: [UInt16]) {
        guard !previous.isEmpty else { return }
        codes[phrase] = next
        next += 1
    }

    private mutating func put(_ code: Int) {
        put(code, width: String(next, radix: 2).count)
    }

    /// The lowest bit first.
    private mutating func put(_ number: Int, width: Int) {
        for place in 0..<width { bits.append(number >> place & 1 == 1) }
    }

    private var text: String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
        var text = stride(from: 0, to: bits.count, by: 6).reduce(into: "") { text, start in
            text.append(alphabet[bits[start..<(start + 6)].reduce(0) { $0 << 1 | ($1 ? 1 : 0) }])
        }
        while !text.count.isMultiple(of: 4) { text.append("=") }
        return text
    }
}
