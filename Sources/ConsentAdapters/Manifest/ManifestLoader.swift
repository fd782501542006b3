import ConsentTranslation

/// Loads a manifest: reads it, checks all of it, and compiles it.
///
/// Every mistake is reported, not only the first. The sections are read in files of their own, `ManifestLoader+….swift`.
struct ManifestLoader {
    let sink: DiagnosticSink
    /// The folder's name, which the manifest's id must equal.
    let folder: String?
    /// Code that the manifest may refer to.
    let hooks: AdapterHooks

    /// Compiles a manifest.
    ///
    /// - Parameters:
    ///   - text: the manifest.
    ///   - file: its name for messages.
    ///   - folder: the name of the folder it stands in; nil where it stands in none.
    ///   - hooks: code that the manifest may refer to.
    ///   - other: the manifest of another adapter, for those that extend it.
    /// - Throws: ``DiagnosticsError`` with every mistake.
    static func load(
        _ text: String,
        file: String,
        folder: String? = nil,
        hooks: AdapterHooks = AdapterHooks(),
        other: (_ id: String) -> (text: String, file: String)? = { _ in nil }
    ) throws(DiagnosticsError) -> ManifestAdapter {
        try load(try ManifestText(text, file: file, other: other), file: file, folder: folder, hooks: hooks)
    }

    /// Compiles a manifest that is resolved already.
    static func load(
        _ text: ManifestText,
        file: String,
        folder: String?,
        hooks: AdapterHooks
    ) throws(DiagnosticsError) -> ManifestAdapter {
        let sink = DiagnosticSink(file: file)
        let adapter = ManifestLoader(sink: sink, folder: folder, hooks: hooks).adapter(
            from: text.root,
            text: text.definition
        )
        try sink.throwIfAny()
        guard let adapter else { throw DiagnosticsError(diagnostics: sink.diagnostics) }
        return adapter
    }

    func adapter(from root: YAMLNode, text: String) -> ManifestAdapter? {
        guard let manifest = YAMLMapping(root, "the manifest", ManifestLanguage.manifest, sink: sink) else {
            return nil
        }
        if let format = manifest.requiredText("manifest"), format != ManifestLanguage.format {
            sink.report(
                .invalidValue,
                at: manifest.node("manifest")?.position,
                "This program reads manifests of format \"\(ManifestLanguage.format)\"; update it to read \(format)."
            )
        }
        let decoders = decoders(in: manifest)
        let mistakes = sink.diagnostics.count
        let inputs = inputs(in: manifest, decoders: decoders)
        // After a mistake in the inputs their names are not known, and every path would be told to be wrong.
        let roots = sink.diagnostics.count == mistakes ? Self.roots(of: inputs) : nil
        let parameters = parameters(in: manifest)
        let source = source(in: manifest, parameters: parameters, inputs: inputs)
        let webhook = webhook(in: manifest, parameters: parameters)
        let rules = rules(in: manifest, roots: roots)
        let descriptor = descriptor(in: manifest, source: source, inputs: inputs, hasWebhook: webhook != nil)
        let mapping = mapping(in: manifest, owners: descriptor?.owners ?? [])
        let excuses = LawExcuses(in: manifest)
        guard let descriptor else { return nil }
        return ManifestAdapter(
            descriptor: descriptor,
            mapping: mapping,
            definition: text,
            fingerprint: Fingerprint.sha256(of: text),
            source: source,
            webhook: webhook,
            program: TranslationProgram(adapter: descriptor.id, inputs: inputs, rules: rules),
            tree: ManifestTree(root: root, file: sink.file, folder: folder, hooks: hooks),
            excuses: excuses,
            recordHook: recordHook(in: manifest)
        )
    }

    private func descriptor(
        in manifest: YAMLMapping,
        source: ConsentSource?,
        inputs: [PayloadInput],
        hasWebhook: Bool
    ) -> AdapterDescriptor? {
        guard let node = manifest.required("adapter"),
            let section = YAMLMapping(node, "adapter", ManifestLanguage.adapter, sink: sink)
        else { return nil }
        var confidence: [String: AdapterDescriptor.Confidence] = [:]
        for entry in section.free("confidence") {
            if let text = section.text(of: entry.value, entry.key) {
                confidence[entry.key] = section.word(
                    text,
                    at: entry.value.position,
                    entry.key,
                    of: AdapterDescriptor.Confidence.self
                )
            }
        }
        let id = section.requiredText("id")
        if let id { checkID(id, at: section.node("id")?.position) }
        let version = section.requiredText("version")
        let vendor = section.requiredText("vendor")
        let title = section.requiredText("title")
        let status = section.word("status", of: AdapterDescriptor.Status.self)
        guard let id, let version, let vendor, let title else { return nil }
        let pulled = (source?.streams ?? []).map {
            $0.kind == .subject ? AdapterDescriptor.Capability.subject : .changes
        }
        return AdapterDescriptor(
            id: id,
            version: version,
            vendor: vendor,
            title: title,
            status: status ?? .experimental,
            isGeneric: section.flag("generic") ?? false,
            capabilities: (inputs.isEmpty ? [] : [.payload]) + pulled.sorted { $0.rawValue < $1.rawValue }
                + (hasWebhook ? [.webhook] : []),
            confidence: confidence,
            about: section.text("about")
        )
    }

    private func recordHook(in manifest: YAMLMapping) -> AdapterHooks.RecordHook? {
        guard let node = manifest.node("record"), case .mapping(let entries) = node.content,
            let entry = entries.first(where: { $0.key == "hook" }), case .scalar(let name) = entry.value.content
        else { return nil }
        if let hook = hooks.record[name] { return hook }
        sink.report(.undefinedReference, at: entry.value.position, hooks.unknown("record", name, hooks.record.keys))
        return nil
    }

    private func checkID(_ id: String, at position: YAMLNode.Position?) {
        let isPlain = id.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"): true
            default: false
            }
        }
        if !isPlain {
            sink.report(.invalidValue, at: position, "An id has only lower-case letters, digits and hyphens.")
        } else if let folder, folder != id {
            sink.report(.invalidValue, at: position, "The id is \(id) but the folder is \(folder); they must be equal.")
        }
    }

    /// A template of a field, whose references must be among the allowed.
    func template(
        _ text: String?,
        at position: YAMLNode.Position?,
        allowing isAllowed: (Template.Reference) -> Bool
    ) -> Template? {
        guard let text else { return nil }
        switch Template.read(text) {
        case .failure(let unknown):
            sink.report(
                .undefinedReference,
                at: position,
                "There is no reference \(unknown.text). There are config.NAME, subject.id, window.start, window.end."
            )
            return nil
        case .success(let template):
            for reference in template.references where !isAllowed(reference) {
                sink.report(
                    .undefinedReference,
                    at: position,
                    "${\(reference.text)} has no value here: it is not declared under config, is a secret, or belongs to "
                        + "another kind of stream."
                )
            }
            return template
        }
    }

    /// A path of a field.
    func path(_ text: String?, at position: YAMLNode.Position?) -> ValuePath? {
        guard let text else { return nil }
        guard let path = ValuePath(text) else {
            sink.report(.invalidValue, at: position, Self.notAPath(text))
            return nil
        }
        return path
    }

    /// What is said about a text that is no path.
    static func notAPath(_ text: String) -> String {
        "\"\(text)\" is no path. Write names joined by dots, [*] for every element, [2] for one, [name=text] to choose."
    }

    /// What is said about a text that is no pattern.
    static func notAPattern(_ text: String) -> String {
        "\"\(text)\" is no pattern. Write text with one to three captures in it, such as acme_{site:digits}; between two "
            + "captures there must be text. Classes are digits, hex, letters, uuid."
    }
}
