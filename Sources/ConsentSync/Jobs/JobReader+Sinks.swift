import ConsentAdapters
import ConsentTransport
import Foundation
import OptIn

/// Reads the `sinks` of a job file.
extension JobReader {
    private static let kinds = ["file", "webhook", "adobe_edge", "command"]

    /// The sinks, each name once.
    func sinks(_ file: YAMLMapping) -> [SinkSettings] {
        var names: Set<String> = []
        var files: Set<String> = []
        return file.list("sinks").compactMap { node in
            guard let sink = sink(node) else { return nil }
            if !names.insert(sink.name).inserted {
                sinkReport(.duplicateKey, node, "There are two sinks \(sink.name); give one another name.")
            }
            if case .file(let path, _) = sink.kind,
                !files.insert(URL(fileURLWithPath: path).standardized.path).inserted
            {
                sinkReport(.duplicateKey, node, "Another sink writes to the file of \(sink.name); give each its own.")
            }
            return sink
        }
    }

    private func sinkReport(_ code: Diagnostic.Code, _ node: YAMLNode, _ message: String) {
        sink.report(code, at: node.position, message)
    }

    private func sink(_ node: YAMLNode) -> SinkSettings? {
        guard let rule = YAMLMapping(node, "a sink", JobLanguage.sink, sink: sink) else { return nil }
        let name = rule.requiredText("name")
        let given = Self.kinds.filter { rule.node($0) != nil }
        let retry = retry(rule)
        var network = SinkSettings.Network(isInsecureTest: rule.flag("insecure_test") ?? false)
        network.allowsPrivateAddresses = rule.flag("allow_private_addresses") ?? false
        guard given.count == 1, let word = given.first else {
            let kinds = Self.kinds.joined(separator: ", ")
            sinkReport(.missingKey, node, "A sink needs exactly one of \(kinds).")
            return nil
        }
        guard let name, let kind = kind(word, rule, network) else { return nil }
        return SinkSettings(name: name, kind: kind, retry: retry, network: network)
    }

    private func kind(_ word: String, _ rule: YAMLMapping, _ network: SinkSettings.Network) -> SinkSettings.Kind? {
        switch word {
        case "file": fileKind(rule)
        case "webhook": webhookKind(rule, network)
        case "adobe_edge": adobeKind(rule, network)
        default: commandKind(rule)
        }
    }

    private func fileKind(_ rule: YAMLMapping) -> SinkSettings.Kind? {
        guard let file = rule.mapping("file", JobLanguage.fileSink), let name = file.requiredText("path") else {
            return nil
        }
        checkPath(name, "path", at: file.node("path")?.position)
        let form = file.word("form", of: FileSink.Form.self)
        return .file(path: path(name), form: form ?? (name.hasSuffix(".csv") ? .csv : .ndjson))
    }

    private func webhookKind(_ rule: YAMLMapping, _ network: SinkSettings.Network) -> SinkSettings.Kind? {
        guard let hook = rule.mapping("webhook", JobLanguage.webhook) else { return nil }
        let url = address("url", of: hook, network)
        let secret = expanded("secret", of: hook)
        let batch = hook.integer("batch", in: 1...1_000) ?? 100
        guard hook.node("url") != nil, hook.node("secret") != nil else { return nil }
        return .webhook(url: url ?? "", secret: secret.map(Secret.init), batch: batch)
    }

    private func adobeKind(_ rule: YAMLMapping, _ network: SinkSettings.Network) -> SinkSettings.Kind? {
        guard let edge = rule.mapping("adobe_edge", JobLanguage.adobeEdge) else { return nil }
        let datastream = expanded("datastream", of: edge)
        var categories: [Category] = []
        for name in edge.texts("collect") {
            guard let category = Category(rawValue: name) else {
                let all = Category.allCases.map(\.rawValue).joined(separator: ", ")
                sink.report(
                    .unknownCategory,
                    at: edge.node("collect")?.position,
                    "Opt-In has no category \(name). It has \(all)."
                )
                continue
            }
            categories.append(category)
        }
        var identities: [String: String] = [:]
        for entry in edge.free("identities") {
            identities[entry.key] = edge.text(of: entry.value, entry.key)
        }
        guard edge.node("datastream") != nil else { return nil }
        let host = edge.node("edge") == nil ? AdobeEdgeSink.standardHost : address("edge", of: edge, network)
        return .adobeEdge(
            datastream: datastream ?? "",
            edge: host ?? "",
            rule: CollectionRule(
                collect: categories.isEmpty ? CollectionRule.standardCollect : CategorySet(categories),
                writesPending: edge.flag("pending") ?? false
            ),
            identities: identities.isEmpty ? AdobeEdgeSink.standardIdentities : identities
        )
    }

    private func commandKind(_ rule: YAMLMapping) -> SinkSettings.Kind? {
        guard let command = rule.mapping("command", JobLanguage.command), command.required("run") != nil else {
            return nil
        }
        let words = command.texts("run")
        guard !words.isEmpty else { return nil }
        return .command(
            words: words,
            folder: folder,
            batch: command.integer("batch", in: 1...10_000) ?? 1_000,
            timeout: command.milliseconds("timeout").map { .milliseconds($0) } ?? CommandSink.standardTimeout
        )
    }

    /// A URL that requests may be sent to; the host of an edge without a slash at its end.
    private func address(_ key: String, of rule: YAMLMapping, _ network: SinkSettings.Network) -> String? {
        guard let text = expanded(key, of: rule) else { return nil }
        let parts = URLComponents(string: text)
        let isSafe = parts?.scheme?.lowercased() == "https" || network.isInsecureTest
        if !isSafe || parts?.host?.isEmpty != false || parts?.user != nil {
            sink.report(
                .invalidValue,
                at: rule.node(key)?.position,
                "\(key) must be an address such as https://example.com/consents, with https and without a user name."
            )
        }
        return key == "edge" && text.hasSuffix("/") ? String(text.dropLast()) : text
    }

    /// A text that must be there and may come from outside.
    private func expanded(_ key: String, of rule: YAMLMapping) -> String? {
        guard rule.required(key) != nil, let entry = rule.entries.first(where: { $0.key == key }),
            let text = rule.text(of: entry.value, key)
        else { return nil }
        return expanded(text, entry)
    }
}
