package rtm.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import rtm.store.dsn.Dsn;

class DsnTest {

    private static final String TAIL = "?search_path=rtmanager&sslmode=disable";

    @Test
    void theExampleOfTheContractIsUnderstood() {
        Dsn dsn =
                Dsn.parse(
                        "postgres://rtmanagerservice:rtmanagerservice@127.0.0.1:5432/galaxy"
                                + TAIL);

        assertThat(dsn.url()).isEqualTo("jdbc:postgresql://127.0.0.1:5432/galaxy");
        assertThat(dsn.properties())
                .isEqualTo(
                        Map.of(
                                "user", "rtmanagerservice",
                                "password", "rtmanagerservice",
                                "currentSchema", "rtmanager",
                                "sslmode", "disable"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "u:p%40ss@h/d         | u | p@ss | h:5432        | d",
                "u:p%2Fss@h/d         | u | p/ss | h:5432        | d",
                "u:p%3A%3F%23@h/d     | u | p:?# | h:5432        | d",
                "u:p+ss@h/d           | u | p+ss | h:5432        | d",
                "u:p%25ss@h/d         | u | p%ss | h:5432        | d",
                "u:%C3%A9@h/d         | u | é    | h:5432        | d",
                "u:p:q@h/d            | u | p:q  | h:5432        | d",
                "u%40x:p@h/d          | u@x | p  | h:5432        | d",
                "u:p@h:6000/d         | u | p    | h:6000        | d",
                "u:p@h:/d             | u | p    | h:5432        | d",
                "u:p@h/               | u | p    | h:5432        | u",
                "u:p@h                | u | p    | h:5432        | u",
                "u:p@h/my%20db        | u | p    | h:5432        | my db",
                "u:p@[::1]:5433/d     | u | p    | [::1]:5433    | d",
                "u:p@[fe80::1]/d      | u | p    | [fe80::1]:5432| d",
                "u:p@pg_1.example/d   | u | p    | pg_1.example:5432 | d"
            })
    void theAddressIsDecoded(
            String text, String user, String password, String server, String database) {
        Dsn dsn = Dsn.parse("postgresql://" + text + TAIL);

        assertThat(dsn.user()).isEqualTo(user);
        assertThat(dsn.properties()).containsEntry("password", password);
        assertThat(dsn.server()).isEqualTo(server);
        assertThat(dsn.database()).isEqualTo(database);
    }

    @ParameterizedTest
    @CsvSource({"u@h/d", "u:@h/d"})
    void anEmptyPasswordIsNone(String text) {
        assertThat(Dsn.parse("postgres://" + text + TAIL).properties())
                .doesNotContainKey("password");
    }

    @ParameterizedTest
    @CsvSource({
        "connect_timeout=3, connectTimeout, 3",
        "application_name=rtm%202, ApplicationName, rtm 2",
        "sslrootcert=/etc/ca.pem, sslrootcert, /etc/ca.pem",
        "sslrootcert=system, sslfactory, org.postgresql.ssl.DefaultJavaSSLFactory",
        "sslcert=/c, sslcert, /c",
        "sslkey=/k, sslkey, /k",
        "target_session_attrs=read-write, targetServerType, primary",
        "target_session_attrs=any, targetServerType, any",
        "keepalives=0, tcpKeepAlive, false",
        "keepalives=1, tcpKeepAlive, true",
        "gssencmode=prefer, gssEncMode, prefer",
        "channel_binding=require, channelBinding, require",
        "require_auth=scram-sha-256, requireAuth, scram-sha-256",
        "load_balance_hosts=disable, loadBalanceHosts, false"
    })
    void knownParametersAreTranslatedForTheDriver(String parameter, String property, String value) {
        assertThat(Dsn.parse("postgres://u:p@h/d" + TAIL + "&" + parameter).properties())
                .containsEntry(property, value);
    }

    @Test
    void timeoutsOfTheServerAndItsOptionsAreSeparate() {
        Dsn dsn =
                Dsn.parse(
                        "postgres://u:p@h/d"
                                + TAIL
                                + "&statement_timeout=3s&lock_timeout=500&options=-c%20geqo%3Doff");

        assertThat(dsn.runtime())
                .isEqualTo(Map.of("statement_timeout", "3s", "lock_timeout", "500"));
        assertThat(dsn.options()).isEqualTo("-c geqo=off");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "jdbc:postgresql://h/d                                | does not start with",
                "postgres://h/d?search_path=rtmanager&sslmode=disable | names no user",
                "postgres://:p@h/d?search_path=rtmanager&sslmode=disable | names no user",
                "postgres://u:p@/d?search_path=rtmanager&sslmode=disable | names no host",
                "postgres://u:p@h1,h2/d?search_path=rtmanager&sslmode=disable | several hosts",
                "postgres://u:p@h1:1,h2:2/d?search_path=rtmanager&sslmode=disable | several hosts",
                "postgres://u:p@%2Fvar%2Frun/d?search_path=rtmanager&sslmode=disable | unix socket",
                "postgres://u:p@::1/d?search_path=rtmanager&sslmode=disable | brackets",
                "postgres://u:p@h:0/d?search_path=rtmanager&sslmode=disable | port",
                "postgres://u:p@h:70000/d?search_path=rtmanager&sslmode=disable | port",
                "postgres://u:p@h h/d?search_path=rtmanager&sslmode=disable | neither a name",
                "postgres://u:p@h/d                                   | no search_path",
                "postgres://u:p@h/d?sslmode=disable                   | no search_path",
                "postgres://u:p@h/d?search_path=rtmanager             | no sslmode",
                "postgres://u:p@h/d?search_path=public&sslmode=disable | exactly rtmanager",
                "postgres://u:p@h/d?search_path=rtmanager,public&sslmode=disable | exactly rtmanager",
                "postgres://u:p@h/d?search_path=rtmanager&sslmode=on  | sslmode is not accepted",
                "postgres://u:p@h/d?search_path=rtmanager&sslmode=disable&x=1 | parameter x",
                "postgres://u:p@h/d?search_path=rtmanager&sslmode=disable&geqo=off | parameter geqo",
                "postgres://u:p@h/d?search_path=rtmanager&sslmode=disable&pool_max_conns=4 | RTMANAGER_POSTGRES_MAX_OPEN_CONNS",
                "postgres://u:p@h/d?search_path=rtmanager&sslmode=disable&host=/var/run | before the ?",
                "postgres://u:p@h/d?search_path=rtmanager&sslmode=disable&tcp_user_timeout=3 | remove it",
                "postgres://u:p@h/d?search_path=rtmanager&sslmode=disable&sslmode=prefer | more than once",
                "postgres://u:p@h/d?search_path=rtmanager&sslmode=disable& | list of name=value",
                "postgres://u:p@h/d?search_path=rtmanager&sslmode=disable&options=-c+a=b | has a +",
                "postgres://u:p@h/d?search_path=rtmanager&sslmode=disable&options=-csearch_path=x | search_path",
                "postgres://u:p@h/d?search_path=rtmanager&sslmode=disable&connect_timeout=0 | connect_timeout",
                "postgres://u:p@h/d?search_path=rtmanager&sslmode=disable&statement_timeout=0 | statement_timeout",
                "postgres://u:p@h/d?search_path=rtmanager&sslmode=disable&target_session_attrs=standby | target_session_attrs",
                "postgres://u:%zz@h/d?search_path=rtmanager&sslmode=disable | hexadecimal",
                "postgres://u:%4@h/d?search_path=rtmanager&sslmode=disable  | hexadecimal",
                "postgres://u:%00@h/d?search_path=rtmanager&sslmode=disable | %00",
                "postgres://u:%FF@h/d?search_path=rtmanager&sslmode=disable | UTF-8"
            })
    void anInvalidDsnIsRefusedWithTheReason(String text, String words) {
        assertThatThrownBy(() -> Dsn.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(words);
    }

    @ParameterizedTest
    @CsvSource({
        "postgres://u:hunter2/x@h/d",
        "postgres://u:hunter2?x@h/d",
        "postgres://u:x?hunter2=y@h/d",
        "postgres://u:hunter2#x@h/d",
        "postgres://u:hunter2%@h/d",
        "postgres://u:hunter2",
        "u:hunter2@h/d"
    })
    void aRefusalNeverHoldsThePassword(String text) {
        assertThatThrownBy(() -> Dsn.parse(text + TAIL))
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(refused -> assertThat(refused.toString()).doesNotContain("hunter2"));
    }

    @Test
    void theTextMasksThePassword() {
        Dsn dsn = Dsn.parse("postgres://u:hunter2@h/d" + TAIL + "&sslpassword=hunter3");

        assertThat(dsn)
                .hasToString("postgres://u:***@h:5432/d?search_path=rtmanager&sslmode=disable");
        assertThat(StoreSettings.defaults(dsn).toString()).doesNotContain("hunter");
    }
}
