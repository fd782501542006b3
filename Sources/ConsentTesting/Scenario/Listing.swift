import ConsentTranslation

/// A listing of a collection in pages, in one of the ways that CMPs have.
///
/// Parameters are named; each is looked for in the query, in the JSON body by its path, and in the header. Both ends of
/// a window count as inside.
struct Listing: Sendable, Equatable {
    /// How a page says what comes next, and how that is asked for.
    enum Next: Sendable, Equatable {
        /// By number, from 0 or 1; the named member says whether a page is the last, if there is one.
        case page(parameter: String, first: Int, last: String?)
        /// By the number of records before.
        case offset(parameter: String)
        /// By a token in a member of the page; after the last record the member is null, or an empty page follows.
        case cursor(parameter: String, member: String, endsEmpty: Bool)
        /// By a relative address in a member of the page.
        case url(member: String)
        /// By an absolute address in the `Link` header.
        case link
        /// By the id of the last record before, at this path.
        case after(parameter: String, id: ValuePath)
    }

    /// How a page is written.
    enum Form: Sendable, Equatable {
        /// A JSON object with the records in the named member, or without a name a bare list.
        case json(member: String?)
        /// One JSON object a line.
        case lines
        /// Columns with a separator; an object or list is written as JSON.
        case table(separator: Character, columns: [String])
    }

    /// The parameters with the first and the last instant of a window, and the widest that is answered.
    struct Window: Sendable, Equatable {
        let from: String
        let to: String
        let maxMilliseconds: Int64?
    }

    /// The collection that is listed.
    let collection: String
    /// The window, which must be asked for unless a filter is; nil for a listing of everything.
    let window: Window?
    /// The parameter with the number of records a page.
    let sizeParameter: String?
    /// The largest page that may be asked for.
    let maxSize: Int
    /// The page where no size is asked for.
    let defaultSize: Int
    /// Parameters that choose records by a value at a path.
    let filters: [String: ValuePath]
    /// How a page is written.
    let form: Form
    /// How pages follow each other; nil where the first is everything.
    let next: Next?
}
