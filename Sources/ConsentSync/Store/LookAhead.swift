/// Looks at values that are needed soon, one after the other.
///
/// What a large batch holds lies anywhere in memory. Values that are looked at together are fetched together, whereas each of
/// them would be waited for where it is needed.
struct LookAhead {
    /// How many values to look at together: few enough to be still at hand when their turn comes.
    static let count = KeyChunk.size
    /// What was seen; kept, so that looking is not optimised away.
    private var seen: UInt8 = 0

    /// Looks at bytes.
    mutating func look(at bytes: [UInt8]) { seen ^= bytes.first ?? 0 }

    /// Looks at a hash.
    mutating func look(at hash: ShortHash) { seen ^= UInt8(truncatingIfNeeded: hash.low) }

    /// Looks at a text.
    mutating func look(at text: String) { seen ^= text.utf8.first ?? 0 }
}
