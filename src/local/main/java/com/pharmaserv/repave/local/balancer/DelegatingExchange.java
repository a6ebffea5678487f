package com.pharmaserv.repave.local.balancer;

import io.undertow.client.ClientConnection;
import io.undertow.client.ClientExchange;
import io.undertow.client.ClientRequest;
import io.undertow.client.ClientResponse;
import io.undertow.client.ContinueNotification;
import io.undertow.client.PushCallback;
import io.undertow.util.AttachmentKey;
import io.undertow.util.AttachmentList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xnio.channels.StreamSinkChannel;
import org.xnio.channels.StreamSourceChannel;

/** A client exchange that passes everything on, to be changed in parts. */
abstract class DelegatingExchange implements ClientExchange {
  final ClientExchange exchange;

  DelegatingExchange(ClientExchange exchange) {
    this.exchange = exchange;
  }

  @Override
  public void setContinueHandler(ContinueNotification handler) {
    exchange.setContinueHandler(handler);
  }

  @Override
  public void setPushHandler(PushCallback callback) {
    exchange.setPushHandler(callback);
  }

  @Override
  public StreamSinkChannel getRequestChannel() {
    return exchange.getRequestChannel();
  }

  @Override
  public StreamSourceChannel getResponseChannel() {
    return exchange.getResponseChannel();
  }

  @Override
  public ClientRequest getRequest() {
    return exchange.getRequest();
  }

  @Override
  public ClientResponse getResponse() {
    return exchange.getResponse();
  }

  @Override
  public ClientResponse getContinueResponse() {
    return exchange.getContinueResponse();
  }

  @Override
  public ClientConnection getConnection() {
    return exchange.getConnection();
  }

  @Override
  public <T> @Nullable T getAttachment(AttachmentKey<T> key) {
    return exchange.getAttachment(key);
  }

  @Override
  public <T> List<T> getAttachmentList(AttachmentKey<? extends List<T>> key) {
    return exchange.getAttachmentList(key);
  }

  @Override
  public <T> @Nullable T putAttachment(AttachmentKey<T> key, T value) {
    return exchange.putAttachment(key, value);
  }

  @Override
  public <T> @Nullable T removeAttachment(AttachmentKey<T> key) {
    return exchange.removeAttachment(key);
  }

  @Override
  public <T> void addToAttachmentList(AttachmentKey<AttachmentList<T>> key, T value) {
    exchange.addToAttachmentList(key, value);
  }
}
