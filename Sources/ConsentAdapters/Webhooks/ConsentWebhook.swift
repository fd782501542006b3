public import ConsentTranslation

/// How messages that a CMP sends prove that they are the CMP's.
public struct ConsentWebhook: Sendable, Hashable {
    /// The proof.
    public enum Verification: Sendable, Hashable {
        /// There is none; the reason, and what the receiver can do about it.
        case none(reason: String)
        /// A header with one of these values.
        case header([ConsentSource.SecretField])
        /// A signature over the body, in one of these forms: the first whose header a message has.
        case hmac([Signature])
    }

    /// A keyed hash over the body (RFC 2104).
    public struct Signature: Sendable, Hashable {
        /// The hash.
        public enum Algorithm: String, Sendable, Hashable, CaseIterable {
            /// SHA-256.
            case sha256
            /// SHA-384.
            case sha384
            /// SHA-512.
            case sha512
        }

        /// How the signature is written.
        public enum Encoding: String, Sendable, Hashable, CaseIterable {
            /// Two hexadecimal digits a byte, in small or capital letters.
            case hex
            /// Base64 of either alphabet, with or without padding.
            case base64
        }

        /// The header with the signature.
        public let header: String
        /// The name of the signatures in a header that is a list, `t=1795478400,v1=…,v1=…`; nil where it is the signature
        /// alone. Of several any may be the one.
        public let field: String?
        /// What stands in front of it there.
        public let prefix: String
        /// The hash.
        public let algorithm: Algorithm
        /// How it is written.
        public let encoding: Encoding
        /// The parameters that hold the secrets, any of which may have signed.
        public let parameters: [String]
        /// The time that is signed with the body, if one is.
        public let time: SignedTime?
    }

    /// The time of sending, as part of what is signed.
    public struct SignedTime: Sendable, Hashable {
        /// Where the time stands.
        public enum Place: Sendable, Hashable {
            /// In a header of its own.
            case header(String)
            /// Under a name in the list with the signatures.
            case field(String)
        }

        /// Where the time stands.
        public let place: Place
        /// How it is written.
        public let format: RecordRules.Time.Format
        /// What stands between it and the body in what is signed.
        public let separator: String
        /// How far it may be from now, in milliseconds.
        public let tolerance: Int64
    }

    /// The proof.
    public let verification: Verification

    /// The word for the kind of proof, as manifests write it.
    var kind: String {
        switch verification {
        case .none: "none"
        case .header: "header"
        case .hmac: "hmac"
        }
    }
}
