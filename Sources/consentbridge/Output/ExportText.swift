import BoundedJSON
import ConsentTranslation
import OptIn

/// An export, for people and for machines.
struct ExportText {
    /// What is exported: JSON, or a text.
    private enum Value {
        case json([UInt8])
        case text(String)
        case nothing
    }

    private let form: ExportForm
    private let value: Value
    /// What people read instead of the value.
    private var table: String?
    /// What is to be known about it.
    private(set) var notes: [ExportNote]

    init(_ configuration: VisitorConfiguration) {
        form = .visitor
        value = .json(Self.bytes(configuration.write))
        notes = configuration.notes
    }

    init(_ line: SetCookieLine, isPast: Bool) {
        form = .cookie
        value = line.value.map(Value.text) ?? .nothing
        table = line.value.map { "Set-Cookie: \($0)\n" }
        notes = line.notes
        if isPast, line.value != nil {
            notes.append(
                ExportNote(.expired, "Judged at --now the cookie has expired already; Max-Age keeps it alive.")
            )
        }
    }

    init(scriptFor decision: ExportedDecision) {
        form = .script
        notes = decision.notes
        if let script = OptInScript.text(for: decision.permissions) {
            value = .text(script)
        } else {
            value = .nothing
            notes.append(ExportNote(.nothingDecided, "Nothing is decided, so there is nothing for a script to do."))
        }
    }

    init(_ consent: WebSDKConsent) {
        form = .websdk
        value = consent.isEmpty ? .nothing : .json(Self.bytes(consent.write))
        notes = consent.notes
    }

    init(_ consent: XDMConsent) {
        form = .xdm
        value = consent.isEmpty ? .nothing : .json(Self.bytes(consent.write))
        notes = consent.notes
    }

    init(_ settings: TagSettings) {
        form = .tags
        value = .json(Self.bytes(settings.write))
        var table = Table([("FIELD", .left), ("ENTER", .left), ("NOTE", .left)])
        for field in settings.fields {
            table.add([field.title, field.value] + (field.hint.isEmpty ? [] : [field.hint]))
        }
        self.table = table.text
        notes = settings.notes
    }

    private static func bytes(_ write: (inout JSONWriter) -> Void) -> [UInt8] {
        var json = JSONWriter()
        write(&json)
        return json.bytes
    }

    /// What people read, or a shell takes on; empty where there is nothing to export.
    var text: String {
        if let table { return table }
        switch value {
        case .json(let bytes): return IndentedJSON.text(bytes)
        case .text(let text): return text
        case .nothing: return ""
        }
    }

    /// One JSON line.
    var json: [UInt8] {
        var json = JSONWriter()
        json.beginObject()
        json.member("ok", true)
        json.member("as", form.rawValue)
        json.key("value")
        switch value {
        case .json(let bytes): json.raw(String(decoding: bytes, as: UTF8.self))
        case .text(let text): json.string(text)
        case .nothing: json.null()
        }
        json.member("notes", notes)
        json.endObject()
        json.newline()
        return json.bytes
    }

    /// Tells why the payload could not be read, and ends the command.
    static func fail(_ error: TranslationError, form: ExportForm, asJSON: Bool) throws {
        if asJSON {
            var json = JSONWriter()
            json.beginObject()
            json.member("ok", false)
            json.member("as", form.rawValue)
            json.key("error")
            json.beginObject()
            json.member("code", error.code.rawValue)
            json.member("message", error.message)
            json.endObject()
            json.endObject()
            json.newline()
            StandardOutput.write(json.bytes)
        } else {
            StandardError.write("consentbridge: \(error.description) Nothing is exported.\n")
        }
        throw Finished(status: .failures)
    }
}
