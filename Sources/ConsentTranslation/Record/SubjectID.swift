/// Whose consent it is: an id and the namespace in which it is unique.
///
/// Its text is personal data: it is stored and shown, but never part of an error or a log.
public struct SubjectID: Sendable, Hashable {
    /// What kind of id it is, such as `ecid`, `email` or `onetrust.identifier`.
    public let namespace: String
    /// The id within the namespace, exactly as the payload has it.
    public let id: String

    /// A subject from a namespace and an id.
    public init(namespace: String, id: String) {
        self.namespace = namespace
        self.id = id
    }
}

extension SubjectID: Comparable {
    /// Orders by namespace, then by id, by their Unicode scalars.
    public static func < (left: SubjectID, right: SubjectID) -> Bool {
        (left.namespace, left.id) < (right.namespace, right.id)
    }
}
