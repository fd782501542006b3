/// How the ledger names a subject: by a hash of its key with random salt.
///
/// The salt lives in the subject's row alone. When the row is deleted, nothing can tell any more whose the link is:
/// trying every known subject would need the 128 random bits.
struct SubjectLink {
    let salt: ShortHash
    let link: ShortHash

    /// The link of a subject that is new.
    ///
    /// - Parameter salt: one of a ``SaltGenerator``, for this subject alone.
    init(of key: SubjectKey, salt: ShortHash) {
        var salted: [UInt8] = []
        salted.reserveCapacity(2 * ShortHash.byteCount)
        salt.append(to: &salted)
        key.append(to: &salted)
        self.salt = salt
        link = ShortHash(of: salted)
    }
}

/// Random salts for the new subjects of one batch.
///
/// Asking the system for each would cost two calls a subject. So it is asked once for 256 bits, and the salts are hashes of
/// them with a counter: whoever does not have the bits can tell nothing about a salt, and they are kept nowhere.
struct SaltGenerator {
    private var seed: [UInt8] = []
    private var counter: UInt64 = 0
    /// The second half of the last hash.
    private var spare: ShortHash?

    /// 16 random bytes.
    mutating func next() -> ShortHash {
        if let salt = spare {
            spare = nil
            return salt
        }
        if seed.isEmpty {
            var system = SystemRandomNumberGenerator()
            for _ in 0..<4 { seed.append(bigEndian: system.next()) }
        }
        var input = seed
        input.append(bigEndian: counter)
        counter += 1
        let salts = ShortHash.halves(of: input)
        spare = salts.second
        return salts.first
    }
}
