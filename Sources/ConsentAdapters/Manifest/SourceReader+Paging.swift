import ConsentTranslation

/// What stands under `paginate`.
extension SourceReader {
    private typealias Paging = ConsentStream.Paging

    /// How pages follow each other; nil after a mistake, which is reported.
    func paging(_ rule: YAMLMapping, of stream: YAMLMapping) -> ConsentStream.Paging? {
        let size = rule.mapping("page_size", ManifestLanguage.pageSize).flatMap { self.size($0, stream) }
        let maxPages = rule.integer("max_pages", in: 1...AdapterLimits.maxPages) ?? AdapterLimits.maxPages
        let given = rule.entries.filter { ManifestLanguage.pagingKinds.contains($0.key) }
        guard let entry = given.first, given.count == 1 else {
            sink.report(
                given.isEmpty ? .missingKey : .invalidValue,
                at: rule.position,
                "paginate needs exactly one of \(ManifestLanguage.pagingKinds.joined(separator: ", "))."
            )
            return nil
        }
        guard let kind = kind(entry, stream) else { return nil }
        if Self.endsByShortPage(kind), rule.node("page_size") == nil {
            sink.report(
                .missingKey,
                at: rule.position,
                "paginate needs page_size: a page with fewer items is how \(entry.key) ends."
            )
        }
        return Paging(size: size, kind: kind, maxPages: maxPages)
    }

    private func kind(_ entry: YAMLNode.Entry, _ stream: YAMLMapping) -> ConsentStream.Paging.Kind? {
        switch entry.key {
        case "page":
            guard let rule = YAMLMapping(entry.value, "page", ManifestLanguage.pageNumber, sink: sink) else {
                return nil
            }
            let place = place(rule, stream)
            let first = rule.integer("first", in: 0...1) ?? 1
            let last = inPage(rule, "last", stream)
            return place.map { .page($0, first: first, last: last) }
        case "offset":
            return YAMLMapping(entry.value, "offset", ManifestLanguage.offset, sink: sink)
                .flatMap { place($0, stream) }.map { .offset($0) }
        case "continuation":
            guard let rule = YAMLMapping(entry.value, "continuation", ManifestLanguage.continuation, sink: sink) else {
                return nil
            }
            let from = rule.required("from").flatMap { _ in inPage(rule, "from", stream) }
            let place = place(rule, stream)
            guard let from, let place else { return nil }
            return .continuation(from, place)
        case "next_url":
            return YAMLMapping(entry.value, "next_url", ManifestLanguage.nextURL, sink: sink)
                .flatMap { rule in rule.required("from").flatMap { _ in inPage(rule, "from", stream) } }
                .map { .nextURL($0) }
        case "link":
            return YAMLMapping(entry.value, "link", keys: [], sink: sink).map { _ in .link }
        default:
            guard let rule = YAMLMapping(entry.value, "last_item", ManifestLanguage.lastItem, sink: sink) else {
                return nil
            }
            let from = loader.path(rule.requiredText("from"), at: rule.node("from")?.position)
            let place = place(rule, stream)
            guard let from, let place else { return nil }
            return .lastItem(from, place)
        }
    }

    private static func endsByShortPage(_ kind: ConsentStream.Paging.Kind) -> Bool {
        switch kind {
        case .page(_, _, let last): last == nil
        case .offset, .lastItem: true
        case .continuation, .nextURL, .link: false
        }
    }

    private func size(_ rule: YAMLMapping, _ stream: YAMLMapping) -> ConsentStream.Paging.Size? {
        let place = place(rule, stream)
        let value = rule.required("value").flatMap { _ in rule.integer("value", in: 1...100_000) }
        guard let place, let value else { return nil }
        return ConsentStream.Paging.Size(place: place, value: value)
    }

    /// A path from the page's top, which a file of rows does not have.
    private func inPage(_ rule: YAMLMapping, _ key: String, _ stream: YAMLMapping) -> ValuePath? {
        guard let node = rule.node(key) else { return nil }
        if stream.node("rows") != nil || stream.text("items") == "[*]" {
            sink.report(
                .invalidValue,
                at: node.position,
                "\(key) is a path in the page, but this page is nothing but items; page it by offset, link or last_item."
            )
        }
        return loader.path(rule.text(key), at: node.position)
    }

    /// Where a number or token is put.
    private func place(_ rule: YAMLMapping, _ stream: YAMLMapping) -> ConsentStream.Paging.Place? {
        let given = rule.entries.filter { ["query", "header", "body"].contains($0.key) }
        guard let entry = given.first, given.count == 1 else {
            sink.report(
                given.isEmpty ? .missingKey : .invalidValue,
                at: rule.position,
                "\(rule.name) needs exactly one of query, header, body."
            )
            return nil
        }
        guard let name = rule.text(entry.key) else { return nil }
        switch entry.key {
        case "query": return .query(name)
        case "header": return .header(name)
        default:
            if stream.text("method") != RequestPlan.Method.post.rawValue {
                sink.report(.invalidValue, at: entry.keyPosition, "Only a request with method: POST has a body.")
            } else if stream.mapping("body", keys: stream.bodyKeys)?.node(name) != nil {
                sink.report(.duplicateKey, at: entry.value.position, "The body has a member \(name) already.")
            }
            return .body(name)
        }
    }
}

extension YAMLMapping {
    /// The members of a stream's body, whatever they are.
    fileprivate var bodyKeys: [String] {
        guard case .mapping(let entries)? = node("body")?.content else { return [] }
        return entries.map(\.key)
    }
}
