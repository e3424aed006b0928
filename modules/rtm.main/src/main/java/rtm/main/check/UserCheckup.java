package rtm.main.check;

import java.util.List;

/**
 * Says whose rights the other parts were checked with.
 *
 * @param name the user of this process
 */
record UserCheckup(String name) implements Checkup {

    private static final String ITEM = "user";
    private static final String ROOT = "root";

    static UserCheckup ofThisProcess() {
        return new UserCheckup(System.getProperty("user.name", ""));
    }

    @Override
    public List<Finding> run() {
        return List.of(
                name.equals(ROOT)
                        ? Finding.warn(
                                ITEM,
                                "checked with the rights of root, which may open every socket and"
                                        + " folder",
                                "the service unit's user may not: run rtmanager check --as-service, or"
                                        + " without systemd /opt/rtmanager/bin/rtmanager-as-service"
                                        + " check")
                        : Finding.ok(ITEM, "checked with the rights of " + name));
    }
}
