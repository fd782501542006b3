public import BoundedJSON
import ConsentAdapters
import ConsentTranslation
import OptIn

extension Change {
    /// Writes the members of the change into an open object: what `changes --json` prints and sinks send.
    public func writeMembers(into json: inout JSONWriter) {
        json.key("number")
        json.integer(number)
        json.member("kind", kind.name)
        if let subject { json.member("subject", subject) }
        json.member("link", link.hex)
        json.key("before")
        before.writeStates(into: &json)
        json.key("after")
        after.writeStates(into: &json)
        json.member("decidedAt", decidedAt)
        json.member("recordedAt", recordedAt)
        json.member("recordId", recordID)
        json.member("policy", policyHash.hex)
        json.member("manifest", manifestHash.hex)
        json.member("hash", hash.hex)
    }

    /// Writes the change as one object.
    public func write(into json: inout JSONWriter) {
        json.beginObject()
        writeMembers(into: &json)
        json.endObject()
    }
}
