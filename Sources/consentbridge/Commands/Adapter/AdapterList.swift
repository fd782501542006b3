import ArgumentParser
import BoundedJSON
import ConsentAdapters
import ConsentTranslation

extension AdapterCommand {
    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists the adapters and what they can do.",
            discussion: """
                Examples:
                  consentbridge adapter list
                  consentbridge adapter list --json
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
}
