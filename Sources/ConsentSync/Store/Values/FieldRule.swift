/// What a text must be to be stored.
///
/// Zero bytes are refused everywhere: SQLite hands text over as C strings, so what follows one would silently be lost.
struct FieldRule {
    let field: String
    let maxBytes: Int
    let mayBeEmpty: Bool

    static func name(_ field: String) -> FieldRule {
        FieldRule(field: field, maxBytes: StoreLimits.maxNameBytes, mayBeEmpty: false)
    }

    static func optionalName(_ field: String) -> FieldRule {
        FieldRule(field: field, maxBytes: StoreLimits.maxNameBytes, mayBeEmpty: true)
    }

    static func text(_ field: String, _ maxBytes: Int) -> FieldRule {
        FieldRule(field: field, maxBytes: maxBytes, mayBeEmpty: false)
    }

    static func optionalText(_ field: String, _ maxBytes: Int) -> FieldRule {
        FieldRule(field: field, maxBytes: maxBytes, mayBeEmpty: true)
    }

    func check(_ value: String) throws(StoreError) {
        let count = value.utf8.count
        guard count <= maxBytes else {
            throw StoreError(.invalidInput, "\(field) has \(count) bytes; a store takes at most \(maxBytes)")
        }
        guard mayBeEmpty || count > 0 else {
            throw StoreError(.invalidInput, "\(field) is empty; a store needs one")
        }
        guard !value.hasZeroByte else {
            throw StoreError(.invalidInput, "\(field) contains a zero byte, which no store can keep in a text")
        }
    }

    static func bytes(_ field: String, _ value: [UInt8], atMost maxBytes: Int) throws(StoreError) {
        guard value.count <= maxBytes else {
            throw StoreError(.invalidInput, "\(field) has \(value.count) bytes; a store takes at most \(maxBytes)")
        }
    }

    static func hash(_ field: String, _ value: [UInt8]) throws(StoreError) {
        guard value.count == StoreLimits.hashBytes else {
            throw StoreError(
                .invalidInput,
                "\(field) has \(value.count) bytes; a SHA-256 hash has \(StoreLimits.hashBytes)"
            )
        }
    }

    static func count(_ field: String, _ count: Int, atMost maximum: Int) throws(StoreError) {
        guard count <= maximum else {
            throw StoreError(
                .invalidInput,
                "\(field): \(count) in one batch; at most \(maximum) fit, use smaller batches"
            )
        }
    }
}

extension String {
    /// Whether any of its bytes in UTF-8 is zero. Looks at the memory itself where it can: a batch has many texts.
    fileprivate var hasZeroByte: Bool {
        guard #available(macOS 26, *) else { return utf8.contains(0) }
        let bytes = utf8.span
        for index in bytes.indices where bytes[index] == 0 { return true }
        return false
    }
}
