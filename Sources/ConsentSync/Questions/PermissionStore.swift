public import ConsentTranslation
public import OptIn

/// The questions of whoever acts on permissions: may I, what changed, and who said yes.
///
/// The answers are what the store keeps, read at a time: an approval whose decision has become too old by then is none
/// any more, even before a run has written so down. A denial stands until something takes its place.
public protocol PermissionStore: Sendable {
    /// The permissions of a subject; everything undecided for one who is not known.
    ///
    /// - Parameters:
    ///   - subject: whose permissions are asked for.
    ///   - time: the time at which ages are judged.
    func permissions(of subject: SubjectID, at time: Instant) async throws -> Permissions

    /// The changes with numbers above `number`, ascending, up to the last one that there is.
    ///
    /// Each element is one transaction of one subject: all categories that a decision changed, together. To go on
    /// after an interruption, ask for what comes after the number of the last element that was dealt with.
    func changes(after number: Int64) -> ChangeSequence

    /// The subjects who approved all of the categories, ascending by key; all subjects for no category.
    ///
    /// The order does not depend on anything that changes: to go on after an interruption, ask for what comes after the
    /// key of the last element that was dealt with, and nobody who was there all the while is missed or met twice.
    ///
    /// - Parameters:
    ///   - categories: what must be approved.
    ///   - key: the cursor, ``StoredSubject/key`` of the last element; nil for the start.
    ///   - time: the time at which ages are judged.
    func subjects(approving categories: CategorySet, after key: SubjectKey?, at time: Instant) -> SubjectSequence
}

extension PermissionStore {
    /// Whether a category is approved for a subject.
    public func permission(of category: Category, for subject: SubjectID, at time: Instant) async throws -> Permission {
        try await permissions(of: subject, at: time)[category]
    }
}

extension ConsentStore {
    /// Implements ``PermissionStore/permissions(of:at:)``.
    public func permissions(of subject: SubjectID, at time: Instant) async throws -> Permissions {
        try await self.subject(subject)?.stored.state.permissions(at: time) ?? .undecided
    }

    /// Implements ``PermissionStore/changes(after:)``.
    public func changes(after number: Int64) -> ChangeSequence {
        ChangeSequence(after: number) { try await changes(after: $0, limit: $1) }
    }

    /// Implements ``PermissionStore/subjects(approving:after:at:)``.
    public func subjects(approving categories: CategorySet, after key: SubjectKey?, at time: Instant) -> SubjectSequence
    {
        SubjectSequence(approving: categories, after: key, at: time) { key, limit in
            try await subjects(approving: categories, after: key, limit: limit)
        }
    }
}

extension SubjectState {
    /// What is permitted at a time: after ``expiresAt`` no approval holds any more, since which of them has become too
    /// old only a policy can tell.
    public func permissions(at time: Instant) -> Permissions {
        guard let expiresAt, expiresAt <= time else { return permissions }
        return Permissions(approved: [], decided: permissions.denied)
    }
}
