import ConsentTranslation

/// The section `streams`.
extension SourceReader {
    /// One stream; nil after a mistake that leaves nothing to go on with.
    func stream(_ entry: YAMLNode.Entry) -> ConsentStream? {
        let name = "streams.\(entry.key)"
        guard let rule = YAMLMapping(entry.value, name, ManifestLanguage.stream, sink: sink) else { return nil }
        let kind = rule.requiredWord("kind", of: ConsentStream.Kind.self)
        let stream = stream(entry.key, kind ?? .changes, rule)
        return kind == nil ? nil : stream
    }

    /// Where the purposes or vendors of an account are listed; nil after a mistake.
    func discovery(_ node: YAMLNode) -> ConsentSource.Discovery? {
        guard let rule = YAMLMapping(node, "discover", ManifestLanguage.discover, sink: sink) else { return nil }
        let stream = stream("discover", .changes, rule)
        let key = loader.path(rule.requiredText("key"), at: rule.node("key")?.position)
        let label = loader.path(rule.text("label"), at: rule.node("label")?.position)
        let lists = rule.word("lists", of: Decision.Kind.self) ?? .purpose
        guard let stream, let key else { return nil }
        return ConsentSource.Discovery(stream: stream, key: key, label: label, kind: lists)
    }

    private func stream(_ name: String, _ kind: ConsentStream.Kind, _ rule: YAMLMapping) -> ConsentStream? {
        let window = window(rule)
        let isAllowed: (Template.Reference) -> Bool = { reference in
            switch reference {
            case .config: config.isPlain(reference)
            case .subjectID: kind == .subject
            case .windowStart, .windowEnd: window != nil
            }
        }
        let method = rule.word("method", of: RequestPlan.Method.self) ?? .get
        if method == .get, let node = rule.node("body") {
            sink.report(.invalidValue, at: node.position, "Only a request with method: POST has a body.")
        }
        let path = loader.template(rule.requiredText("path"), at: rule.node("path")?.position, allowing: isAllowed)
        let notFound = notFound(rule)
        let body = body(rule, allowing: isAllowed)
        let chunk = chunk(rule, path, body)
        guard let path else { return nil }
        return ConsentStream(
            name: name,
            kind: kind,
            method: method,
            host: host(rule),
            path: path,
            query: query(rule, isAllowed),
            headers: headers(rule, isAllowed),
            body: body,
            window: window,
            paging: rule.mapping("paginate", ManifestLanguage.paging).flatMap { paging($0, of: rule) },
            items: items(rule),
            notFound: notFound.statuses,
            notFoundWhenEmpty: notFound.empty,
            namespace: rule.text("namespace"),
            chunk: chunk
        )
    }

    private func chunk(_ rule: YAMLMapping, _ path: Template?, _ body: BodyTemplate?) -> ConsentStream.Chunk? {
        guard let chunk = rule.mapping("chunk", ManifestLanguage.chunk) else { return nil }
        let size = chunk.required("size").flatMap { _ in
            chunk.integer("size", in: 2...AdapterLimits.maxSubjectsPerRequest)
        }
        let ids = loader.path(chunk.requiredText("ids"), at: chunk.node("ids")?.position)
        let fields = (rule.free("query") + rule.free("headers")).map(\.value)
        let isElsewhere = path?.references.contains(.subjectID) == true || fields.contains(where: \.namesSubject)
        guard let body, !isElsewhere, body.references.contains(.subjectID), body.repeatsForSubjects else {
            sink.report(
                .invalidValue,
                at: chunk.position,
                "A chunk needs ${subject.id} in an element of a list of the body, and nowhere else in the request."
            )
            return nil
        }
        guard let size, let ids else { return nil }
        return ConsentStream.Chunk(size: size, ids: ids)
    }

    private func items(_ rule: YAMLMapping) -> ConsentStream.Items {
        if let format = rule.text("rows") { return rows(format, rule) }
        guard let text = rule.text("items") else { return .whole }
        guard text != "[*]" else { return .list }
        return loader.path(text, at: rule.node("items")?.position).map { .at($0) } ?? .whole
    }

    private func rows(_ format: String, _ rule: YAMLMapping) -> ConsentStream.Items {
        if let node = rule.node("items") {
            sink.report(.invalidValue, at: node.position, "A page is read by rows or by items, not by both.")
        }
        guard ["csv", "ndjson"].contains(format) else {
            sink.report(
                .unknownWord,
                at: rule.node("rows")?.position,
                "rows cannot be \"\(format)\". It is one of csv, ndjson."
            )
            return .whole
        }
        for case .rows(let input) in inputs {
            switch input.format {
            case .separated where format == "csv": return .rows(input)
            case .jsonLines where format == "ndjson": return .rows(input)
            default: continue
            }
        }
        sink.report(
            .undefinedReference,
            at: rule.node("rows")?.position,
            "No input reads such rows. Add to inputs: rows: { format: \(format), required: [NAME] }."
        )
        return .whole
    }

    private func notFound(_ rule: YAMLMapping) -> (statuses: [Int], empty: ValuePath?) {
        guard let node = rule.node("not_found"), case .mapping = node.content else {
            return (statuses(rule, "not_found"), nil)
        }
        guard let found = rule.mapping("not_found", ManifestLanguage.notFound) else { return ([], nil) }
        if found.node("empty") != nil, rule.node("items") != nil || rule.node("rows") != nil {
            sink.report(
                .invalidValue,
                at: found.node("empty")?.position,
                "empty is for a page that is one item; a list without items says by itself that nothing is known."
            )
        }
        return (statuses(found, "status"), loader.path(found.text("empty"), at: found.node("empty")?.position))
    }

    private func statuses(_ rule: YAMLMapping, _ key: String) -> [Int] {
        let texts = rule.texts(key)
        let statuses = texts.compactMap { Int($0) }.filter((400...599).contains)
        if statuses.count != texts.count {
            sink.report(
                .invalidValue,
                at: rule.node(key)?.position,
                "\(key) are HTTP statuses from 400 to 599, such as 404."
            )
        }
        return statuses
    }

    private func window(_ rule: YAMLMapping) -> ConsentStream.Window? {
        guard let window = rule.mapping("window", ManifestLanguage.window) else { return nil }
        let step = window.required("step").flatMap { _ in window.milliseconds("step") }
        let lookback = window.milliseconds("lookback") ?? 0
        let isWhole = window.flag("whole") ?? false
        let format = window.word("format", of: ConsentStream.Window.Format.self) ?? .iso8601
        if let step, step < 1_000 {
            sink.report(.invalidValue, at: window.position, "A window's step must be at least 1s.")
        }
        return step.map {
            ConsentStream.Window(step: max($0, 1_000), lookback: lookback, isWhole: isWhole, format: format)
        }
    }

    private func query(_ rule: YAMLMapping, _ isAllowed: (Template.Reference) -> Bool) -> [ConsentStream.Field] {
        rule.free("query").flatMap { entry -> [ConsentStream.Field] in
            guard case .list(let elements) = entry.value.content else {
                return [field(entry.key, entry.value, rule, isAllowed)].compactMap(\.self)
            }
            return elements.compactMap { field(entry.key, $0, rule, isAllowed) }
        }
    }

    private func headers(_ rule: YAMLMapping, _ isAllowed: (Template.Reference) -> Bool) -> [ConsentStream.Field] {
        rule.free("headers").compactMap { field($0.key, $0.value, rule, isAllowed) }
    }

    private func field(
        _ name: String,
        _ node: YAMLNode,
        _ rule: YAMLMapping,
        _ isAllowed: (Template.Reference) -> Bool
    ) -> ConsentStream.Field? {
        loader.template(rule.text(of: node, name), at: node.position, allowing: isAllowed).map {
            ConsentStream.Field(name: name, value: $0)
        }
    }
}

extension YAMLNode {
    /// Whether `${subject.id}` stands in a text or in a list of texts.
    fileprivate var namesSubject: Bool {
        switch content {
        case .scalar(let text): text.contains("${\(Template.Reference.subjectID.text)}")
        case .list(let elements): elements.contains(where: \.namesSubject)
        case .mapping: false
        }
    }
}
