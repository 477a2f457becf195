import { Shop } from './shop.jsx';

export default function Layout({ children }) {
  return (
    <html lang="en">
      <head>
        {/* #region tag */}
        <script async src="/telemetry.js" />
        {/* #endregion */}
      </head>
      <body>
        {children}
        <Shop />
      </body>
    </html>
  );
}
