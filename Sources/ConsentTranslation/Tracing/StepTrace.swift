/// A decode step with what came of it.
public struct StepTrace: Sendable, Hashable {
    /// The step as manifests write it.
    public let step: String
    /// What it gave, or why it failed.
    public let result: Result<Value, TranslationError>
    /// The steps within it: those of a member, or one list for each alternative that was tried.
    public let inner: [[StepTrace]]
}

extension DecodeStep {
    /// Runs a chain and keeps what each step gives. It ends with the first step that fails.
    static func trace(_ steps: [DecodeStep], on value: Value, path: String) -> [StepTrace] {
        var current = value
        var traces: [StepTrace] = []
        for step in steps {
            let trace = step.trace(on: current, path: path)
            traces.append(trace)
            guard case .success(let next) = trace.result else { break }
            current = next
        }
        return traces
    }

    private func trace(on value: Value, path: String) -> StepTrace {
        let result = Result { () throws(TranslationError) in try run(on: value, path: path) }
        var inner: [[StepTrace]] = []
        switch self {
        case .member(let name, let steps):
            if let member = value[name] { inner = [Self.trace(steps, on: member, path: "\(path).\(name)")] }
        case .firstOf(let alternatives):
            for steps in alternatives {
                let traces = Self.trace(steps, on: value, path: path)
                inner.append(traces)
                if case .success? = traces.last?.result { break }
            }
        default: break
        }
        return StepTrace(step: text, result: result, inner: inner)
    }
}
