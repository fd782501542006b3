public import BoundedJSON
import ConsentTranslation
import OptIn

extension AdapterDescription {
    /// Writes the description as one JSON object.
    public func write(into json: inout JSONWriter) {
        json.beginObject()
        json.member("id", descriptor.id)
        json.member("version", descriptor.version)
        json.member("vendor", descriptor.vendor)
        json.member("title", descriptor.title)
        json.member("status", descriptor.status.rawValue)
        json.member("generic", descriptor.isGeneric)
        json.member("about", descriptor.about)
        json.member("capabilities", texts: descriptor.capabilities.map(\.rawValue))
        json.key("confidence")
        json.beginObject()
        for (half, confidence) in descriptor.confidence.sorted(by: { $0.key < $1.key }) {
            json.member(half, confidence.rawValue)
        }
        json.endObject()
        writeInputs(into: &json)
        writeDecisions(into: &json)
        writeMapping(into: &json)
        writeSource(into: &json)
        json.member("webhook", webhook?.kind)
        writeCases(into: &json)
        json.endObject()
    }

    private func writeInputs(into json: inout JSONWriter) {
        json.key("inputs")
        json.beginArray()
        for input in inputs {
            json.beginObject()
            json.member("form", input.form)
            json.key("parts")
            json.beginArray()
            for part in input.parts {
                json.beginObject()
                json.member("name", part.name)
                json.member("where", part.place)
                json.member("required", part.isRequired)
                json.member("steps", part.steps)
                json.endObject()
            }
            json.endArray()
            json.endObject()
        }
        json.endArray()
    }

    private func writeDecisions(into json: inout JSONWriter) {
        json.key("decisions")
        json.beginArray()
        for rule in decisions {
            json.beginObject()
            json.member("where", rule.place)
            json.member("kind", rule.kind)
            json.key("words")
            json.beginObject()
            for word in rule.words { json.member(word.word, word.state) }
            json.endObject()
            json.endObject()
        }
        json.endArray()
        json.key("undecided")
        json.beginArray()
        for rule in rules?.undecided ?? [] {
            json.beginObject()
            json.member("when", rule.conditions.map(\.text).joined(separator: ", "))
            json.member("because", rule.reason)
            json.endObject()
        }
        json.endArray()
    }

    private func writeMapping(into json: inout JSONWriter) {
        json.key("purposes")
        json.beginObject()
        for (key, purposes) in purposes { json.member(key, texts: purposes) }
        json.endObject()
        json.key("categories")
        json.beginObject()
        let rules = mapping.categories.isEmpty ? Policy.defaultCategories : mapping.categories
        for category in Category.allCases {
            if let rule = rules[category] { json.member(category.rawValue, rule.description) }
        }
        json.endObject()
    }

    private func writeSource(into json: inout JSONWriter) {
        json.key("streams")
        json.beginArray()
        for stream in source?.streams ?? [] {
            json.beginObject()
            json.member("name", stream.name)
            json.member("kind", stream.kind.rawValue)
            json.endObject()
        }
        json.endArray()
        json.key("parameters")
        json.beginArray()
        for parameter in source?.parameters ?? [] {
            json.beginObject()
            json.member("name", parameter.name)
            json.member("required", parameter.isRequired)
            json.member("secret", parameter.isSecret)
            json.member("help", parameter.help)
            json.endObject()
        }
        json.endArray()
    }

    private func writeCases(into json: inout JSONWriter) {
        json.key("cases")
        json.beginArray()
        for item in cases {
            json.beginObject()
            json.member("name", item.name)
            json.member("kind", item.kind.rawValue)
            json.member("about", item.about)
            json.endObject()
        }
        json.endArray()
        json.key("without")
        json.beginObject()
        for kind in AdapterCase.Kind.allCases { json.member(kind.rawValue, excuses.without[kind]) }
        json.endObject()
        json.key("untested")
        json.beginObject()
        for (place, reason) in excuses.untested.sorted(by: { $0.key < $1.key }) { json.member(place, reason) }
        json.endObject()
    }
}

extension JSONWriter {
    /// Writes a list of texts.
    fileprivate mutating func member(_ name: String, texts: [String]) {
        key(name)
        beginArray()
        for text in texts { string(text) }
        endArray()
    }
}
