import Crypto

/// How the ledger names a subject: by a hash of its key with random salt.
///
/// The salt lives in the subject's row alone. When the row is deleted, nothing can tell any more whose the link is:
/// trying every known subject would need the 128 random bits.
struct SubjectLink {
    let salt: [UInt8]
    let link: [UInt8]

    /// The link of a subject that is new, with fresh salt.
    static func fresh(for key: SubjectKey) -> SubjectLink {
        var generator = SystemRandomNumberGenerator()
        let salt = (0..<2).flatMap { _ in
            let word = generator.next()
            return (0..<8).map { UInt8(truncatingIfNeeded: word >> UInt64(8 * $0)) }
        }
        return SubjectLink(salt: salt, link: Array(SHA256.hash(data: salt + key.bytes).prefix(16)))
    }
}
