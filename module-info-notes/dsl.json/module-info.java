/**
 * Its own services are left out: a JSON-B provider and an annotation processor, neither of use at
 * run time. java.compiler is needed when it binds by reflection, java.sql by its converters.
 */
module dsl.json {
    requires java.compiler;
    requires transitive java.sql;
    requires static java.desktop;
    requires static java.xml;

    exports com.dslplatform.json;
    exports com.dslplatform.json.runtime;
    exports dsl_json.java.util;

    uses com.dslplatform.json.Configuration;
}
