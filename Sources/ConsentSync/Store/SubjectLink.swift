import Crypto

/// How the ledger names a subject: by a hash of its key with random salt.
///
/// The salt lives in the subject's row alone. When the row is deleted, nothing can tell any more whose the link is:
/// trying every known subject would need the 128 random bits.
struct SubjectLink {
    let salt: [UInt8]
    let link: [UInt8]

    /// The link of a subject that is new.
    ///
    /// - Parameter salt: 16 bytes of a ``SaltGenerator``, for this subject alone.
    init(of key: SubjectKey, salt: [UInt8]) {
        var salted = salt
        key.append(to: &salted)
        self.salt = salt
        link = SHA256.hash(data: salted).first(SubjectKey.byteCount)
    }
}

/// Random salts for the new subjects of one batch.
///
/// Asking the system for each would cost two calls a subject. So it is asked once for 256 bits, and the salts are hashes of
/// them with a counter: whoever does not have the bits can tell nothing about a salt, and they are kept nowhere.
struct SaltGenerator {
    private var seed: [UInt8] = []
    private var counter: UInt64 = 0
    private var block: [UInt8] = []

    /// 16 random bytes.
    mutating func next() -> [UInt8] {
        if block.isEmpty {
            if seed.isEmpty {
                var system = SystemRandomNumberGenerator()
                for _ in 0..<4 { seed.append(bigEndian: system.next()) }
            }
            var input = seed
            input.append(bigEndian: counter)
            counter += 1
            block = SHA256.bytes(of: input)
        }
        defer { block.removeFirst(SubjectKey.byteCount) }
        return Array(block.prefix(SubjectKey.byteCount))
    }
}
