import ConsentAdapters
import ConsentTranslation

extension ScenarioFile {
    private static let keys = [
        "collection", "from", "to", "max_window", "size", "max_size", "default_size", "where", "items", "rows",
        "columns", "separator", "next",
    ]

    private static let nextKeys = [
        "page", "first", "last", "offset", "cursor", "at", "ends_empty", "url", "link", "after", "id",
    ]

    /// A route's listing.
    func listing(_ route: YAMLMapping, _ collections: Set<String>?) -> Listing? {
        guard let rule = route.mapping("listing", keys: Self.keys) else { return nil }
        let collection = self.collection(rule, collections)
        let maxSize = rule.requiredInteger("max_size", in: 1...Limits.maxPageSize)
        let defaultSize = rule.requiredInteger("default_size", in: 1...(maxSize ?? Limits.maxPageSize))
        let form = self.form(rule)
        let filters = filters(rule)
        let next = rule.mapping("next", keys: Self.nextKeys).flatMap { self.next($0) }
        let window = window(rule)
        guard let collection, let maxSize, let defaultSize, let form else { return nil }
        return Listing(
            collection: collection,
            window: window,
            sizeParameter: rule.text("size"),
            maxSize: maxSize,
            defaultSize: defaultSize,
            filters: filters,
            form: form,
            next: next
        )
    }

    private func filters(_ rule: YAMLMapping) -> [String: ValuePath] {
        var filters: [String: ValuePath] = [:]
        for entry in rule.free("where") {
            guard let text = rule.text(of: entry.value, entry.key) else { continue }
            filters[entry.key] = path(text, at: entry.value.position)
        }
        return filters
    }

    private func path(_ text: String, at position: YAMLNode.Position?) -> ValuePath? {
        if let path = ValuePath(text) { return path }
        sink.report(.invalidValue, at: position, "\(text) is no path; write names joined by dots.")
        return nil
    }

    private func window(_ rule: YAMLMapping) -> Listing.Window? {
        guard rule.node("from") != nil || rule.node("to") != nil else { return nil }
        let from = rule.requiredText("from")
        let to = rule.requiredText("to")
        let widest = rule.milliseconds("max_window", upToSeconds: Limits.maxWindowDays * 86_400)
        guard let from, let to else { return nil }
        return Listing.Window(from: from, to: to, maxMilliseconds: widest)
    }

    private func form(_ rule: YAMLMapping) -> Listing.Form? {
        guard let rows = rule.text("rows") else { return .json(member: rule.text("items")) }
        switch rows {
        case "ndjson": return .lines
        case "csv":
            let columns = rule.required("columns").map { _ in rule.texts("columns") }
            let separator = rule.text("separator")?.first ?? ","
            return columns.map { .table(separator: separator, columns: $0) }
        default:
            sink.report(.unknownWord, at: rule.node("rows")?.position, "rows is one of ndjson, csv.")
            return nil
        }
    }

    private func next(_ rule: YAMLMapping) -> Listing.Next? {
        guard let kind = rule.exactlyOne(of: ["page", "offset", "cursor", "url", "link", "after"]) else { return nil }
        switch kind.key {
        case "page":
            let first = rule.integer("first", in: 0...1) ?? 1
            return rule.text("page").map { .page(parameter: $0, first: first, last: rule.text("last")) }
        case "offset": return rule.text("offset").map { .offset(parameter: $0) }
        case "cursor":
            let member = rule.requiredText("at")
            let endsEmpty = rule.flag("ends_empty") ?? false
            guard let parameter = rule.text("cursor"), let member else { return nil }
            return .cursor(parameter: parameter, member: member, endsEmpty: endsEmpty)
        case "url": return rule.text("url").map { .url(member: $0) }
        case "link": return .link
        default:
            let id = rule.requiredText("id").flatMap { path($0, at: rule.node("id")?.position) }
            guard let parameter = rule.text("after"), let id else { return nil }
            return .after(parameter: parameter, id: id)
        }
    }
}
