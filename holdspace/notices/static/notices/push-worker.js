/* Shows the few words that came sealed, and opens the house when somebody taps them. It holds no words of its own. */
self.addEventListener("push", (event) => {
  const { title, link } = event.data.json();
  event.waitUntil(self.registration.showNotification(title, { tag: "waits", renotify: true, data: { link } }));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(self.clients.openWindow(event.notification.data.link));
});
