/// Fields with the names of the specifications, which are told to whoever listens.
extension BitSource where Self: ~Escapable {
    /// The field as an integer.
    @inline(__always)
    func integer(_ name: StaticString, at position: Int, count: Int) -> Int {
        let value = integer(at: position, count: count)
        note(.field(name, at: position, width: count, .integer(value)))
        return value
    }

    /// The single bit at `position`.
    @inline(__always)
    func bit(_ name: StaticString, at position: Int) -> Bool {
        let value = bit(at: position)
        note(.field(name, at: position, width: 1, .flag(value)))
        return value
    }

    /// A time of 36 bits, in milliseconds since 1970.
    @inline(__always)
    func milliseconds(_ name: StaticString, at position: Int) -> Int64 {
        let value = milliseconds(at: position)
        note(.field(name, at: position, width: 36, .time(milliseconds: value)))
        return value
    }

    /// Two letters of six bits each.
    @inline(__always)
    func letters(_ name: StaticString, at position: Int) -> LetterPair {
        let value = LetterPair(bits: bits(at: position, count: 12))
        note(.field(name, at: position, width: 12, .letters(value.text)))
        return value
    }

    /// A bit field of 0 to 64 bits, the first of which is id 1.
    @inline(__always)
    func purposes(_ name: StaticString, at position: Int, count: Int) -> PurposeSet {
        guard count > 0 else { return [] }
        let value = PurposeSet(field: bits(at: position, count: count), count: count)
        note(.field(name, at: position, width: count, .purposes(value)))
        return value
    }
}
