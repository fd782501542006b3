package import BoundedJSON
package import ConsentTranslation
import OptIn

extension TCFComparison {
    /// Writes `{"used","adobe-plugin":{…},"strict":{…},"edge":{…},"categories":[…],"differ":[…]}`.
    package func write(into json: inout JSONWriter) {
        json.beginObject()
        json.member("used", used.rawValue)
        for (rule, reading) in readings.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            json.key(rule.rawValue)
            json.beginObject()
            json.member("permission", reading.permission.rawValue)
            json.member("because", reading.because)
            json.endObject()
        }
        json.key("edge")
        json.beginObject()
        json.member("general", edge.general?.rawValue)
        json.member("because", edge.because)
        json.endObject()
        json.key("categories")
        json.beginArray()
        for reading in categories {
            json.beginObject()
            json.member("category", reading.category.rawValue)
            for (rule, permission) in reading.permissions.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
                json.member(rule.rawValue, permission.rawValue)
            }
            json.endObject()
        }
        json.endArray()
        json.key("differ")
        json.beginArray()
        for category in differing { json.string(category.rawValue) }
        json.endArray()
        json.endObject()
    }
}
