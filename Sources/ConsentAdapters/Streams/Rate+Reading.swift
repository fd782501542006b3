extension ConsentSource.Rate {
    /// Reads a rate as manifests and job files write it, and reports what is wrong with it.
    package init?(_ node: YAMLNode, sink: DiagnosticSink) {
        guard let rule = YAMLMapping(node, "a rate", ManifestLanguage.rate, sink: sink) else { return nil }
        let requests = rule.required("requests").flatMap { _ in rule.integer("requests", in: 1...1_000_000) }
        let per = rule.required("per").flatMap { _ in rule.milliseconds("per") }
        if per == 0 {
            // It would be no limit at all.
            sink.report(.invalidValue, at: rule.node("per")?.position, "per is no time; write one such as 1s or 1m.")
        }
        guard let requests, let per, per > 0 else { return nil }
        self.init(requests: requests, milliseconds: per)
    }
}
