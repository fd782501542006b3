package import BoundedJSON

/// What one step came to, for people and as a line of JSON.
package struct SimulationReport: Sendable {
    /// The step as it was written.
    package let title: String
    /// What the call answered, or threw.
    package let outcome: OptInSimulation.Outcome
    /// Where the workflow stands; nothing on a page without a service.
    package let status: OptInStatus?
    /// The permissions in force, with whatever other keys there are.
    package let permissions: [(key: String, value: PageValue)]
    /// The callbacks that were called, in order: `complete` for each event.
    package let calls: [String]
    /// The cookie as scripts see it, as JSON where it is JSON; nothing if there is none.
    package let cookie: String?
    /// Its attributes.
    package let attributes: [String]
    /// The assignments of the cookie, the end relative to the moment.
    package let writes: [String]
    /// What the library wrote to the console.
    package let console: [String]
    package let warnings: [OptInWarning]

    /// The library's sentence, or the engine's kind of error, if the call threw.
    package var error: String? {
        if case .threw(let error) = outcome { error.message } else { nil }
    }

    /// What the call answered, if that tells something.
    package var answer: String? {
        guard case .answered(let value) = outcome else { return nil }
        switch value {
        case .bool, .number, .string, .null, .array: return value.json
        default: return nil
        }
    }

    /// Writes the report as one line.
    package func writeLine(into json: inout JSONWriter) {
        json.beginObject()
        json.key("step")
        json.string(title)
        json.key("ok")
        json.bool(error == nil)
        if let error {
            json.key("error")
            json.string(error)
        }
        if let answer {
            json.key("answer")
            json.raw(answer)
        }
        if let status {
            json.key("status")
            json.string(status.rawValue)
        }
        json.key("permissions")
        json.beginObject()
        for (key, value) in permissions {
            json.key(key)
            value.write(into: &json)
        }
        json.endObject()
        json.strings("events", calls)
        json.key("cookie")
        if let cookie { json.string(cookie) } else { json.null() }
        json.strings("writes", writes)
        json.strings("console", console)
        json.key("warnings")
        json.beginArray()
        for warning in warnings {
            json.beginObject()
            json.key("name")
            json.string(warning.trap.rawValue)
            json.key("message")
            json.string(warning.message)
            json.endObject()
        }
        json.endArray()
        json.endObject()
        json.newline()
    }
}

extension JSONWriter {
    fileprivate mutating func strings(_ name: String, _ values: [String]) {
        key(name)
        beginArray()
        for value in values { string(value) }
        endArray()
    }
}
