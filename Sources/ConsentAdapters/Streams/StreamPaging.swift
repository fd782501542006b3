import ConsentTranslation

extension ConsentStream {
    /// How pages follow each other. The next page is the request before with one thing changed.
    public struct Paging: Sendable, Hashable {
        /// Where a number or token is put in a request.
        enum Place: Sendable, Hashable {
            case query(String)
            case header(String)
            /// A member of the JSON body.
            case body(String)
        }

        /// What is changed, and when there is no next page.
        enum Kind: Sendable, Hashable {
            /// The page's number. The last one has the flag, or else fewer items than asked for.
            case page(Place, first: Int, last: ValuePath?)
            /// The number of items before the page. The last one has fewer items than asked for.
            case offset(Place)
            /// A token out of the page before. The last one has none, or no items.
            case continuation(ValuePath, Place)
            /// The address of the next page, out of the one before. The last one has none.
            case nextURL(ValuePath)
            /// The same out of the `Link` header (RFC 8288).
            case link
            /// The id of the last item before the page. The last one has fewer items than asked for.
            case lastItem(ValuePath, Place)
        }

        /// How many items a page has.
        struct Size: Sendable, Hashable {
            let place: Place
            let value: Int
        }

        let size: Size?
        let kind: Kind
        /// Most pages of a window or listing.
        let maxPages: Int
    }
}

extension ConsentStream.Paging {
    /// Puts size and continuation into the request of a stream.
    ///
    /// - Parameter continuation: what leads to the page; nil for a first one.
    func apply(_ continuation: String?, to plan: inout RequestPlan) {
        if let size { Self.put(.number(String(size.value)), size.place, &plan) }
        switch kind {
        case .page(let place, let first, _):
            Self.put(.number(continuation ?? String(first)), place, &plan)
        case .offset(let place):
            Self.put(.number(continuation ?? "0"), place, &plan)
        case .continuation(_, let place), .lastItem(_, let place):
            if let continuation { Self.put(.text(continuation), place, &plan) }
        case .nextURL, .link:
            plan.target = continuation
        }
    }

    private static func put(_ value: Value, _ place: Place, _ plan: inout RequestPlan) {
        switch place {
        case .query(let name): plan.query.append(RequestPlan.Field(name, value.scalar ?? ""))
        case .header(let name): plan.headers.append(RequestPlan.Field(name, value.scalar ?? ""))
        case .body(let name):
            var body = plan.body ?? ObjectValue()
            _ = body.append(name, value)
            plan.body = body
        }
    }

    /// What leads to the page behind one; nil where that was the last.
    ///
    /// - Throws: ``AdapterError`` `contract` where the page does not say what it must.
    func continuation(
        after page: StreamPosition.Page,
        _ content: PageContent,
        _ answer: StreamAnswer
    ) throws(AdapterError) -> String? {
        switch kind {
        case .page(_, let first, let last):
            let isLast = try last.map { flag throws(AdapterError) in try Self.flag(flag, content) } ?? isShort(content)
            return isLast ? nil : try Self.sum(page.continuation ?? String(first), 1)
        case .offset:
            return isShort(content) ? nil : try Self.sum(page.continuation ?? "0", content.items.count)
        case .continuation(let path, _):
            return content.items.isEmpty ? nil : try Self.text(path, content)
        case .nextURL(let path):
            let address = try Self.text(path, content)
            return try address.map { text throws(AdapterError) in try NextAddress.target(text, after: answer.plan) }
        case .link:
            let address = NextAddress.next(inLinks: answer.links)
            return try address.map { text throws(AdapterError) in try NextAddress.target(text, after: answer.plan) }
        case .lastItem(let path, _):
            return isShort(content) ? nil : try Self.lastID(path, content)
        }
    }

    /// Whether pages of this kind have to be compared with the one before: their continuation is our own count, which
    /// grows whatever the CMP answers.
    var countsByItself: Bool {
        switch kind {
        case .page, .offset: true
        case .continuation, .nextURL, .link, .lastItem: false
        }
    }

    private func isShort(_ content: PageContent) -> Bool {
        content.items.isEmpty || size.map { content.items.count < $0.value } ?? false
    }

    private static func flag(_ path: ValuePath, _ content: PageContent) throws(AdapterError) -> Bool {
        switch content.value.flatMap({ path.first(in: $0) }) {
        case .bool(let flag)?: return flag
        default:
            throw AdapterError(
                .contract,
                "The CMP's page does not say in \(path.text) whether it is the last; the API may have changed."
            )
        }
    }

    /// A text of the page; nil where it is absent, null or empty.
    private static func text(_ path: ValuePath, _ content: PageContent) throws(AdapterError) -> String? {
        guard let found = content.value.flatMap({ path.first(in: $0) }), found != .null else { return nil }
        guard case .text(let text) = found else {
            throw AdapterError(
                .contract,
                "The CMP's continuation \(path.text) is no text; the API may have changed."
            )
        }
        return text.isEmpty ? nil : text
    }

    private static func lastID(_ path: ValuePath, _ content: PageContent) throws(AdapterError) -> String {
        guard let last = content.values.last, let found = path.first(in: last), found != .null,
            let id = found.scalar, !id.isEmpty
        else {
            throw AdapterError(
                .contract,
                "The last item of the CMP's page has no \(path.text), by which the next page is asked for."
            )
        }
        return id
    }

    private static func sum(_ number: String, _ more: Int) throws(AdapterError) -> String {
        guard let number = Int(number), case let (sum, overflow) = number.addingReportingOverflow(more), !overflow
        else {
            throw AdapterError(.cursor, "The stored cursor has no page number; run with --full to start again.")
        }
        return String(sum)
    }
}
