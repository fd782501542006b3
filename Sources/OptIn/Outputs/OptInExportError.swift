/// Why permissions cannot be exported, or stored ones not be read: a stable code and a sentence that says what to do.
///
/// The sentence never repeats a stored value.
public struct OptInExportError: Error, Sendable, Hashable {
    /// The stable code.
    public enum Code: String, Sendable, Hashable, CaseIterable {
        /// A host or domain that no browser takes.
        case invalidDomain
        /// The domain must be named.
        case domainNeeded
        /// A life of a cookie that is none.
        case invalidExpiry
        /// A word that SameSite does not know.
        case invalidSameSite
        /// `SameSite=None` without `Secure`, which browsers drop.
        case insecureSameSite
        /// A stored cookie that the library could not read either.
        case unreadableStored
        /// More than a browser keeps.
        case tooLarge
    }

    /// The stable code.
    public let code: Code
    /// What is wrong and what to do.
    public let message: String

    init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }
}

/// What is to be known about an export that went well.
public struct ExportNote: Sendable, Hashable {
    /// The stable code.
    public enum Code: String, Sendable, Hashable, CaseIterable {
        /// Nothing is decided, so nothing is written.
        case nothingDecided
        /// Opt-In does not apply, so that approvals are nobody's choice and are not written.
        case doesNotApply
        /// The cookie's domain was found as the library finds it.
        case domainGuessed
        /// The cookie would live longer than browsers let it.
        case lifeCapped
        /// The cookie has expired already, judged by the time of the export.
        case expired
        /// A key of the stored cookie that Opt-In does not know.
        case unknownKey
        /// A stored value that is neither true nor false.
        case notBoolean
        /// The stored cookie was found more than once.
        case storedTwice
        /// A standard of the Web SDK for which the decision has nothing to say.
        case standardLeftOut
        /// The TC string would permit more than the decision does.
        case stringWider
        /// The TC string does not decode.
        case stringUnreadable
        /// The time of the decision is not known.
        case timeUnknown
        /// Options for a cookie that is not stored.
        case notStored
    }

    /// The stable code.
    public let code: Code
    /// The sentence.
    public let message: String

    /// Creates a note.
    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }
}
