public import BoundedJSON
import ConsentTranslation
import OptIn

extension AdapterTrace {
    /// Writes the trace as one JSON object.
    public func write(into json: inout JSONWriter) {
        json.beginObject()
        json.member("ok", error == nil)
        json.member("adapter", adapter.descriptor.id)
        json.key("bytes")
        json.integer(byteCount)
        if let program { write(program, into: &json) }
        json.key("records")
        json.beginArray()
        for fields in fields { write(fields, into: &json) }
        json.endArray()
        if let error {
            json.key("error")
            json.beginObject()
            json.member("code", error.code.rawValue)
            json.member("message", mask.masked(error.description))
            json.endObject()
        }
        json.key("permissions")
        json.beginArray()
        for outcome in outcomes {
            json.beginArray()
            for explanation in outcome.explanations { explanation.write(into: &json) }
            json.endArray()
        }
        json.endArray()
        json.endObject()
    }

    private func write(_ program: ProgramTrace, into json: inout JSONWriter) {
        json.key("inputs")
        json.beginArray()
        for input in program.inputs {
            json.beginObject()
            json.key("number")
            json.integer(input.number)
            json.key("score")
            json.integer(input.score)
            json.member("read", input.number == program.chosen)
            json.endObject()
        }
        json.endArray()
        json.key("parts")
        json.beginArray()
        for part in program.parts {
            json.beginObject()
            json.member("name", mask.masked(part.name))
            json.member("source", mask.masked(part.source))
            json.member("given", mask.line(part.given))
            write(part.steps, into: &json)
            json.endObject()
        }
        json.endArray()
    }

    private func write(_ steps: [StepTrace], into json: inout JSONWriter) {
        json.key("steps")
        json.beginArray()
        for step in steps {
            json.beginObject()
            json.member("step", step.step)
            switch step.result {
            case .success(let value): json.member("value", mask.line(value))
            case .failure(let error): json.member("fails", mask.masked(error.description))
            }
            if !step.inner.isEmpty {
                json.key("within")
                json.beginArray()
                for inner in step.inner {
                    json.beginObject()
                    write(inner, into: &json)
                    json.endObject()
                }
                json.endArray()
            }
            json.endObject()
        }
        json.endArray()
    }

    private func write(_ fields: [ProgramTrace.Field], into json: inout JSONWriter) {
        json.beginArray()
        for field in fields {
            json.beginObject()
            json.member("field", mask.masked(field.name))
            json.member("value", mask.value(of: field))
            json.member("rule", field.rule)
            json.member("reads", field.reads)
            json.endObject()
        }
        json.endArray()
    }
}
