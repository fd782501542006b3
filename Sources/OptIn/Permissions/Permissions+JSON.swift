public import BoundedJSON

extension Permissions {
    /// Writes the `permissions` object of `adobe.optIn`: plain booleans in the library's key order.
    ///
    /// Undecided categories are left out. They stay what the page's configuration says (`preOptInApprovals`, else
    /// not permitted); writing `false` for them would record a denial that nobody gave.
    public func writeObject(into json: inout JSONWriter) {
        json.beginObject()
        for category in Category.allCases where decided.contains(category) {
            json.key(category.rawValue)
            json.bool(approved.contains(category))
        }
        json.endObject()
    }

    /// Writes all eight categories as `"approved"`, `"denied"` or `"undecided"`, in the library's key order.
    public func writeStates(into json: inout JSONWriter) {
        json.beginObject()
        for category in Category.allCases {
            json.key(category.rawValue)
            json.string(self[category].rawValue)
        }
        json.endObject()
    }
}
