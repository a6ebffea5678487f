package com.pharmaserv.repave.local.balancer;

import io.undertow.client.ClientConnection;
import io.undertow.client.ClientStatistics;
import io.undertow.connector.ByteBufferPool;
import java.io.IOException;
import java.net.SocketAddress;
import org.xnio.ChannelListener;
import org.xnio.Option;
import org.xnio.StreamConnection;
import org.xnio.XnioIoThread;
import org.xnio.XnioWorker;

/** A client connection that passes everything on, to be changed in parts. */
abstract class DelegatingConnection implements ClientConnection {
  final ClientConnection connection;

  DelegatingConnection(ClientConnection connection) {
    this.connection = connection;
  }

  @Override
  public StreamConnection performUpgrade() throws IOException {
    return connection.performUpgrade();
  }

  @Override
  public ByteBufferPool getBufferPool() {
    return connection.getBufferPool();
  }

  @Override
  public SocketAddress getPeerAddress() {
    return connection.getPeerAddress();
  }

  @Override
  public <A extends SocketAddress> A getPeerAddress(Class<A> type) {
    return connection.getPeerAddress(type);
  }

  @Override
  public ChannelListener.Setter<? extends ClientConnection> getCloseSetter() {
    return connection.getCloseSetter();
  }

  @Override
  public SocketAddress getLocalAddress() {
    return connection.getLocalAddress();
  }

  @Override
  public <A extends SocketAddress> A getLocalAddress(Class<A> type) {
    return connection.getLocalAddress(type);
  }

  @Override
  public XnioWorker getWorker() {
    return connection.getWorker();
  }

  @Override
  public XnioIoThread getIoThread() {
    return connection.getIoThread();
  }

  @Override
  public boolean isOpen() {
    return connection.isOpen();
  }

  @Override
  public void close() throws IOException {
    connection.close();
  }

  @Override
  public boolean supportsOption(Option<?> option) {
    return connection.supportsOption(option);
  }

  @Override
  public <T> T getOption(Option<T> option) throws IOException {
    return connection.getOption(option);
  }

  @Override
  public <T> T setOption(Option<T> option, T value) throws IOException {
    return connection.setOption(option, value);
  }

  @Override
  public boolean isUpgraded() {
    return connection.isUpgraded();
  }

  @Override
  public boolean isPushSupported() {
    return connection.isPushSupported();
  }

  @Override
  public boolean isMultiplexingSupported() {
    return connection.isMultiplexingSupported();
  }

  @Override
  public ClientStatistics getStatistics() {
    return connection.getStatistics();
  }

  @Override
  public boolean isUpgradeSupported() {
    return connection.isUpgradeSupported();
  }

  @Override
  public void addCloseListener(ChannelListener<ClientConnection> listener) {
    connection.addCloseListener(listener);
  }
}
