package io.mailprobe.store;

import io.mailprobe.store.StoreAddress.Server;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/**
 * How connections to one server are made. A server that has gone silent is a failure after some
 * seconds, not after the quarter of an hour that TCP takes.
 */
final class PostgresServer {

  private final Server address;

  PostgresServer(Server address) {
    this.address = address;
  }

  String address() {
    return address.toString();
  }

  Connection connect(boolean readOnly) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("connectTimeout", "5");
    properties.setProperty("loginTimeout", "10");
    properties.setProperty("socketTimeout", "20");
    properties.setProperty("tcpKeepAlive", "true");
    properties.setProperty("ApplicationName", "mailprobe");
    address.parameters().forEach(properties::setProperty);
    address.user().ifPresent(user -> properties.setProperty("user", user));
    address.password().ifPresent(password -> properties.setProperty("password", password));
    if (readOnly) {
      properties.setProperty("readOnly", "true");
      properties.setProperty("readOnlyMode", "always");
      // A newer version may change tables under a reader, which prepared statements do not bear.
      properties.setProperty("prepareThreshold", "0");
    }
    return DriverManager.getConnection(address.url(), properties);
  }
}
