/** The stringprep services are those of the shaded SCRAM library, for passwords beyond ASCII. */
module org.postgresql.jdbc {
    requires java.logging;
    requires java.management;
    requires java.naming;
    requires java.security.jgss;
    requires transitive java.sql;
    requires java.transaction.xa;
    requires java.xml;

    exports org.postgresql;
    exports org.postgresql.copy;
    exports org.postgresql.core;
    exports org.postgresql.core.v3;
    exports org.postgresql.core.v3.adaptivefetch;
    exports org.postgresql.core.v3.replication;
    exports org.postgresql.ds;
    exports org.postgresql.ds.common;
    exports org.postgresql.fastpath;
    exports org.postgresql.geometric;
    exports org.postgresql.gss;
    exports org.postgresql.hostchooser;
    exports org.postgresql.jdbc;
    exports org.postgresql.jdbc2;
    exports org.postgresql.jdbc2.optional;
    exports org.postgresql.jdbc3;
    exports org.postgresql.jdbcurlresolver;
    exports org.postgresql.largeobject;
    exports org.postgresql.osgi;
    exports org.postgresql.plugin;
    exports org.postgresql.replication;
    exports org.postgresql.replication.fluent;
    exports org.postgresql.replication.fluent.logical;
    exports org.postgresql.replication.fluent.physical;
    exports org.postgresql.ssl;
    exports org.postgresql.ssl.jdbc4;
    exports org.postgresql.sspi;
    exports org.postgresql.translation;
    exports org.postgresql.util;
    exports org.postgresql.util.internal;
    exports org.postgresql.xa;
    exports org.postgresql.xml;

    uses org.postgresql.shaded.com.ongres.stringprep.Profile;

    provides java.sql.Driver with
            org.postgresql.Driver;
    provides org.postgresql.shaded.com.ongres.stringprep.Profile with
            org.postgresql.shaded.com.ongres.saslprep.SASLprep;
}
