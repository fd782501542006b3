import ArgumentParser
import BoundedJSON
import ConsentAdapters
import ConsentTranslation
import Foundation

struct AdapterCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "adapter",
        abstract: "Lists and tests adapters.",
        subcommands: [List.self, Test.self]
    )

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists the adapters and what they can do.",
            discussion: """
                Example:
                  consentbridge adapter list
                """
        )

        @OptionGroup var adapters: AdapterOptions

        @Flag(help: "One JSON object a line.")
        var json = false

        func run() throws {
            let registry = try adapters.registry()
            StandardOutput.write(json ? lines(registry) : Array(table(registry).utf8))
            if !registry.broken.isEmpty { throw Finished(status: .failures) }
        }

        private func lines(_ registry: AdapterRegistry) -> [UInt8] {
            var json = JSONWriter()
            for adapter in registry.adapters.map(\.descriptor) {
                json.beginObject()
                json.member("id", adapter.id)
                json.member("title", adapter.title)
                json.member("version", adapter.version)
                json.member("status", adapter.status.rawValue)
                json.key("capabilities")
                json.beginArray()
                for capability in adapter.capabilities { json.string(capability.rawValue) }
                json.endArray()
                json.endObject()
                json.newline()
            }
            return json.bytes
        }

        private func table(_ registry: AdapterRegistry) -> String {
            var table = Table([
                ("ADAPTER", .left), ("VERSION", .left), ("STATUS", .left), ("CAN", .left), ("TITLE", .left),
            ])
            for adapter in registry.adapters.map(\.descriptor) {
                let capabilities = adapter.capabilities.map(\.rawValue).joined(separator: ", ")
                table.add([adapter.id, adapter.version, adapter.status.rawValue, capabilities, adapter.title])
            }
            return table.text
        }
    }

    struct Test: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Runs the cases of adapters, and cuts every payload at every byte.",
            discussion: """
                Examples:
                  consentbridge adapter test
                  consentbridge adapter test onetrust-cookie
                """
        )

        @OptionGroup var adapters: AdapterOptions

        @Flag(help: "One JSON object a case.")
        var json = false

        @Argument(help: ArgumentHelp("The adapters; all where none is named.", valueName: "id"))
        var names: [String] = []

        func run() throws {
            let folder = try adapters.folder()
            let registry = try adapters.registry(asked: names)
            var report = CaseReport(isJSON: json)
            let ids = names.isEmpty ? registry.adapters.map(\.descriptor.id) : names
            for id in ids {
                let adapter = try registry.adapter(id)
                let cases = try AdapterCase.cases(in: "\(folder)/\(id)/cases")
                if cases.isEmpty { report.addUntested(id) }
                for item in cases {
                    report.add(
                        id,
                        item,
                        item.differences(with: adapter) + [item.truncationBreach(with: adapter)].compactMap(\.self)
                    )
                }
            }
            report.finish()
            if report.failed > 0 || (names.isEmpty && !registry.broken.isEmpty) { throw Finished(status: .failures) }
        }
    }
}

/// What `adapter test` prints.
private struct CaseReport {
    let isJSON: Bool
    private(set) var failed = 0
    private var counts: [(id: String, passed: Int, failed: Int)] = []

    init(isJSON: Bool) {
        self.isJSON = isJSON
    }

    mutating func add(_ id: String, _ item: AdapterCase, _ differences: [String]) {
        if counts.last?.id != id { counts.append((id: id, passed: 0, failed: 0)) }
        let isFailed = !differences.isEmpty
        counts[counts.count - 1].passed += isFailed ? 0 : 1
        counts[counts.count - 1].failed += isFailed ? 1 : 0
        failed += isFailed ? 1 : 0
        if isJSON {
            writeLine(id, item, differences)
        } else if isFailed {
            StandardOutput.write(Style.red("\(id)/cases/\(item.name).yaml") + ": \(item.about)\n")
            for difference in differences { StandardOutput.write("  \(difference)\n") }
        }
    }

    /// An adapter without cases proves nothing, which is a failure.
    mutating func addUntested(_ id: String) {
        counts.append((id: id, passed: 0, failed: 1))
        failed += 1
        StandardError.write("consentbridge: \(id) has no cases; write some into \(id)/cases/NAME.yaml.\n")
    }

    private func writeLine(_ id: String, _ item: AdapterCase, _ differences: [String]) {
        var json = JSONWriter()
        json.beginObject()
        json.member("adapter", id)
        json.member("case", item.name)
        json.member("ok", differences.isEmpty)
        json.key("differences")
        json.beginArray()
        for difference in differences { json.string(difference) }
        json.endArray()
        json.endObject()
        json.newline()
        StandardOutput.write(json.bytes)
    }

    func finish() {
        guard !isJSON else { return }
        var table = Table([("ADAPTER", .left), ("PASSED", .right), ("FAILED", .right)])
        for (id, passed, failed) in counts {
            table.add([(id, nil), (String(passed), nil), (String(failed), failed > 0 ? .red : nil)])
        }
        StandardOutput.write(table.text)
    }
}
