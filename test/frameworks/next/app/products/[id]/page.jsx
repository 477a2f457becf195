import { Broken } from '../../broken.jsx';

export const dynamicParams = false;
export const generateStaticParams = () => [{ id: '7' }];

export async function generateMetadata({ params }) {
  return { title: `Product ${(await params).id}` };
}

export default async function Page({ params }) {
  return (
    <>
      <h1>Product {(await params).id}</h1>
      <Broken />
    </>
  );
}
