import BoundedJSON
import ConsentTranslation
import OptIn

/// A decision beside the permissions that a browser has already.
struct ExistingPermissionsText {
    private let existing: ExistingPermissions
    private let comparison: PermissionComparison

    init(existing: ExistingPermissions, decided: Permissions) {
        self.existing = existing
        comparison = PermissionComparison(decided: decided, existing: existing.permissions)
    }

    /// A table of all categories, and a line that counts.
    var text: String {
        var table = Table([("CATEGORY", .left), ("DECIDED", .left), ("EXISTING", .left), ("EXPORTING", .left)])
        for row in comparison.categories {
            table.add([
                (row.category.rawValue, nil), (row.decided.rawValue, row.decided.style),
                (row.existing.rawValue, row.existing.style), (row.effect.phrase, nil),
            ])
        }
        let count = comparison.differing.count
        let summary = count == 0 ? "no difference" : count == 1 ? "1 difference" : "\(count) differences"
        return table.text + summary + "\n" + existing.notes.map { "note: \($0.message)\n" }.joined()
    }

    /// The member `against`.
    func write(into json: inout JSONWriter) {
        json.key("against")
        json.beginObject()
        json.key("permissions")
        existing.permissions.writeStates(into: &json)
        json.key("differences")
        json.beginArray()
        for row in comparison.differing {
            json.beginObject()
            json.member("category", row.category.rawValue)
            json.member("decided", row.decided.rawValue)
            json.member("existing", row.existing.rawValue)
            json.member("effect", row.effect.rawValue)
            json.endObject()
        }
        json.endArray()
        json.member("notes", existing.notes)
        json.endObject()
    }
}

extension PermissionComparison.Effect {
    fileprivate var phrase: String {
        switch self {
        case .same: "changes nothing"
        case .changes: "would change it"
        case .stays: "would leave it alone"
        }
    }
}

extension JSONWriter {
    /// Writes notes; nothing where there are none.
    mutating func member(_ name: String, _ notes: [ExportNote]) {
        guard !notes.isEmpty else { return }
        key(name)
        beginArray()
        for note in notes {
            beginObject()
            member("code", note.code.rawValue)
            member("message", note.message)
            endObject()
        }
        endArray()
    }
}
