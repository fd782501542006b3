/// A header that holds times and signatures as `NAME=VALUE` with commas between: `t=1795478400,v1=…,v1=…`.
struct SignatureList {
    /// The names and values in order.
    private let fields: [(name: String, value: String)]

    /// Reads the header's value.
    ///
    /// - Throws: ``AdapterError`` `unverified` where a part is no `NAME=VALUE`, or where there are too many.
    init(_ text: String, header: String) throws(AdapterError) {
        let parts = text.split(separator: ",", omittingEmptySubsequences: false)
        guard parts.count <= AdapterLimits.maxSignatureFields else {
            throw AdapterError(
                .unverified,
                "The message's header \(header) has \(parts.count) parts; at most \(AdapterLimits.maxSignatureFields) are read."
            )
        }
        var fields: [(name: String, value: String)] = []
        for part in parts {
            let sides = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard sides.count == 2, !sides[0].trimmed.isEmpty else {
                throw AdapterError(
                    .unverified,
                    "The message's header \(header) is no list of NAME=VALUE with commas between; was it cut off?"
                )
            }
            fields.append((sides[0].trimmed, sides[1].trimmed))
        }
        self.fields = fields
    }

    /// The values of a name.
    func values(of name: String) -> [String] { fields.filter { $0.name == name }.map(\.value) }

    /// Whether a text can be a name in such a list.
    static func isName(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != 0x2C && $0 != 0x3D }
    }
}
